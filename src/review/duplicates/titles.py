"""Titles in the form in which two databases would agree, and what they say of themselves."""

import re

from review.text import fold, shipped_words

__all__ = ["compared", "compared_title", "digits_of", "is_generic", "is_yearly", "letters", "notice_of",
           "part_of", "without_notice"]  # fmt: skip

GREEK_WORDS = "alpha beta gamma delta epsilon kappa lambda mu mu pi sigma tau omega"
GREEK = dict(zip("αβγδεκλμµπστω", GREEK_WORDS.split(), strict=True))
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "ł": "l", "Ł": "l", "đ": "d", "ı": "i"}
)
"""Letters that have no accent to take off, as databases without them write them."""

SPELLINGS = (
    ("isation", "ization"), ("ise ", "ize "), ("ised ", "ized "), ("ises ", "izes "), ("ising ", "izing "),
    ("yse ", "yze "), ("ysed ", "yzed "), ("our ", "or "), ("ours ", "ors "), ("tre ", "ter "),
    ("tres ", "ters "), ("paed", "ped"), ("aem", "em"), ("aesth", "esth"), ("oed", "ed"), ("oes", "es"),
    ("oea", "ea"), ("sulph", "sulf"),
)  # fmt: skip
"""British to American; a word they should not touch is touched in both titles alike."""

WITHDRAWN = re.compile(r"^\s*[*\[\s]*(?:retracted|withdrawn)(?: article)?\s*[:.\]]\s*", re.IGNORECASE)
ORIGINAL = re.compile(r"\s*<original>.*$", re.IGNORECASE | re.DOTALL)
ADDRESS = re.compile(r"^\s*https?://\S*?([^/\s]+?)(?:\.\w{2,5})?/?\s*$")
BRACKETS = re.compile(
    r"[.\s]*(?:\[(?:[^\[\]]{2,25}"
    r"|(?:(?:published )?errat(?:um|a)|corrected|see comments?|comment|summary|republished)"
    r"[^\[\]]*)\]?\.?\s*)+$",
    re.IGNORECASE,
)
"""Notes that databases append: the language, an erratum that appeared later, comments."""

COUNTED = "zero one two three four five six seven eight nine ten eleven twelve"
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"]
NUMBERS = (
    {word: str(number) for number, word in enumerate(COUNTED.split())}
    | {word: str(number) for number, word in enumerate(ROMAN, start=1) if len(word) > 1}
    | {word: str(number) for number, word in enumerate(ORDINALS, start=1)}
)
ONE_LETTER = re.compile(r"\b(part|phase|type|stage|class|grade|study|paper|chapter|volume) (i|v|x)\b")
NO_DIGITS = re.compile(r"\D+")
PART = re.compile(
    r"\b(?:(?:chapter|volume|paper|section|deel|teil|partie|parte|del) (?P<number>\d{1,2}|[ivx])"
    r"|(?:part|pt) (?P<sign>\d{1,2}|[ivxa-d]))\b"
)

WORDS = {name: frozenset(words.split()) for name, words in shipped_words("duplicates/words.toml").items()}
"""Words of which the titles of `columns` are made, and one of which stands in all titles of `notices`."""
NOTICES = {
    "erratum": re.compile(
        r"^(?:\w+ )?(?:erratum|errata|corrigend(?:um|a)|correction|addendum)\b"
        r"|^(?:department of error|(?:notice of|notification of) (?:correction|error)|clarification)\b"
        r"|^(?:rattelse|rettelse|korrigering|berichtigung|fe de erratas)\b"
        r"|\b(?:erratum|corrigendum|correction)$|\bvol \d+(?: \w+){1,4}$"
    ),
    "retraction": re.compile(
        r"^(?:notice of )?(?:retraction|duplicate publication)\b|^(?:editorial )?expression of concern\b"
    ),
    "reply": re.compile(
        r"^(?:(?:slut)?replik|genmale|svar (?:till|pa)|kommentar|antwort)\b"
        r"|^(?:re|in (?:reply|response)|reply|rejoinder|(?:the )?authors?(?: s)? (?:reply|response|respond)"
        r"|response (?:to|by)|discussion (?:of|on)|(?:editorial|expert|invited|guest) comment(?:s|ary)?"
        r"|comment(?:s|ary)?|letter)\b"
        r"|\b(?:authors?(?: s)? (?:reply|response)|reply|rejoinder|comments?|commentary|letter)$"
    ),
    "protocol": re.compile(
        r"\b(?:study|trial|review|research) protocol\b|\bprotocol (?:for|of) an?\b|\bprotocol$"
        r"|\brationale and (?:study )?design\b|\bdesign and rationale\b"
    ),
    "sequel": re.compile(
        r"\bfollow ?up(?: study| of \w+(?: \w+){0,3}| results| report| data| analysis)?$"
        r"|\b(?:secondary|post hoc|subgroup|ancillary) analysis\b(?: \w+){0,8}$|\bextension study$"
        r"|\b(?:executive|plain language) summary$"
    ),
}
"""Texts about a publication, and the plan of one, that bear nearly its title; tried in this order."""

ERRATUM_WORDS = re.compile(
    r"^(?:\w+ )?(?:erratum|errata|corrigend(?:um|a)|correction|addendum|rattelse|rettelse)s?"
    r"(?: (?:for|to|in|on|of|till|av))?(?: the article)? "
    r"| (?:erratum|corrigendum|correction)$| vol \d+(?: \w+){1,4}$"
)
GENERIC = re.compile(
    r"^(?:the )?(?:editorials?|editors? (?:s )?(?:note|comments?|introduction|choice)|introduction"
    r"|foreword|preface|erratum|corrigendum|correction|abstracts?|(?:table of )?contents|reply|response"
    r"|comment|commentary"
    r"|letters?(?: to the editor)?|book reviews?|news|obituary|in memoriam|(?:author |subject )?index"
    r"|announcements?|discussion|in this issue|front matter|back matter|untitled|no title)\b"
)
YEARLY_SIGNS = (
    "annual,yearly,update,guideline,statistics,standards of,recommendations,position statement"
    ",consensus statement,year in review,arsrapport,riktlinjer"
)
YEARLY = YEARLY_SIGNS.split(",")
GENERIC_WORDS = 5
GENERIC_LETTERS = 12


def compared(text):
    """Return a text in the letters every database can write.

    >>> compared("TNF-α in Sjøgren's syndrome")
    'tnf alpha in sjogren s syndrome'
    """
    if not text.isascii():
        text = text.translate(LETTERS)
        if sum("Ͱ" <= char <= "Ͽ" for char in text) <= len(text) / 3:
            text = "".join(GREEK.get(char.lower(), char) for char in text)
    return fold(text)


def compared_title(text):
    """Return a title in compared letters, one spelling and figures, without notes of language or withdrawal.

    >>> compared_title("RETRACTED: Two randomised trials of knee pain. [Swedish]")
    '2 randomized trials of knee pain'
    >>> compared_title("https://www.example.org/articles/knee-pain-in-adults.html")
    'knee pain in adults'
    """
    address = ADDRESS.match(text)
    if address:
        text = address[1].replace("-", " ")
    text = WITHDRAWN.sub("", text)
    for pattern in (BRACKETS, ORIGINAL):
        shorter = pattern.sub("", text)
        text = shorter if len(shorter) > 10 else text
    text = " ".join(NUMBERS.get(word, word) for word in compared(text).split()) + " "
    for british, american in SPELLINGS:
        text = text.replace(british, american)
    return text.strip()


def letters(compact):
    """Return how many letters a title without blanks has; a Chinese or Japanese sign counts as three.

    >>> letters("kneepain"), letters("膝痛")
    (8, 6)
    """
    return len(compact) if compact.isascii() else sum(3 if char >= "⺀" else 1 for char in compact)


def digits_of(title):
    """Return all numbers of a compared title in one row of digits, however they were written.

    >>> digits_of("3 versus 14 days part v"), digits_of("1 000 patients"), digits_of("1000 patients")
    ('3145', '1000', '1000')
    """
    title = ONE_LETTER.sub(lambda found: f"{found[1]} {ROMAN.index(found[2]) + 1}", title)
    return NO_DIGITS.sub("", title)


def part_of(title):
    """Return which part of a series a compared title says it is, or "".

    >>> [part_of(text) for text in ("knee pain part 2 outcomes", "knee pain part v", "part b", "knee pain")]
    ['2', '5', 'b', '']
    """
    found = PART.search(title)
    sign = (found["number"] or found["sign"]) if found else ""
    return digits_of(f"part {sign}") or sign


def notice_of(title):
    """Return which kind of text about another text a compared title announces, or "".

    >>> notice_of("erratum knee pain"), notice_of("knee pain reply"), notice_of("knee pain")
    ('erratum', 'reply', '')
    """
    if WORDS["notices"].isdisjoint(title.split()):
        return ""
    return next((kind for kind, pattern in NOTICES.items() if pattern.search(title)), "")


def without_notice(title):
    """Return the title of the text that an erratum, by its compared title, corrects.

    >>> without_notice("erratum for knee pain"), without_notice("knee pain vol 3 pg 12 2019")
    ('knee pain', 'knee pain')
    """
    return ERRATUM_WORDS.sub("", title) or title


def is_generic(title):
    """Return whether many publications bear this compared title.

    >>> is_generic("editorial comment"), is_generic("response to antibiotics in women with sore throats")
    (True, False)
    >>> is_generic("remarks from the editor"), is_generic("abstracts of the 12th annual meeting 2019")
    (True, True)
    """
    if letters(title) < GENERIC_LETTERS:
        return True
    words = title.split()
    few_words = len(words) <= GENERIC_WORDS and bool(GENERIC.match(title))
    return few_words or all(word in WORDS["columns"] or word[0].isdigit() for word in words)


def is_yearly(title):
    """Return whether a compared title may come back another year, by the same people.

    >>> is_yearly("standards of care in knee pain"), is_yearly("knee pain in adults")
    (True, False)
    """
    return any(sign in title for sign in YEARLY)
