"""How databases word the same thing: journals, authors, titles, abstracts, pages, keywords."""

import re
import textwrap
import unicodedata

__all__ = [
    "abbreviated", "abstract_as", "first_last", "headline", "initials", "inverted", "plain_letters",
    "short_pages", "surname", "wrapped",
]  # fmt: skip

SHORT = {
    "adolescent": "Adolesc", "anaesthesia": "Anaesth", "annals": "Ann", "archives": "Arch",
    "canadian": "Can", "cardiac": "Card", "cardiology": "Cardiol", "clinical": "Clin", "dental": "Dent",
    "dentistry": "Dent", "digital": "Digit", "disease": "Dis", "economics": "Econ", "emergency": "Emerg",
    "environmental": "Environ", "epidemiology": "Epidemiol", "european": "Eur", "family": "Fam",
    "general": "Gen", "geriatric": "Geriatr", "geriatrics": "Geriatr", "hospital": "Hosp",
    "implementation": "Implement", "infection": "Infect", "international": "Int", "journal": "J",
    "laboratory": "Lab", "letters": "Lett", "medicine": "Med", "mental": "Ment", "metabolism": "Metab",
    "musculoskeletal": "Musculoskelet", "neurology": "Neurol", "nordic": "Nord", "nursing": "Nurs",
    "nutrition": "Nutr", "obstetric": "Obstet", "organisation": "Organ", "paediatric": "Paediatr",
    "paediatrics": "Paediatr", "pediatric": "Pediatr", "perioperative": "Perioper",
    "pharmacology": "Pharmacol", "pharmacy": "Pharm", "practice": "Pract", "prevention": "Prev",
    "preventive": "Prev", "primary": "Prim", "proceedings": "Proc", "qualitative": "Qual",
    "quality": "Qual", "radiology": "Radiol", "rehabilitation": "Rehabil", "reports": "Rep",
    "research": "Res", "respiratory": "Respir", "review": "Rev", "reviews": "Rev",
    "rheumatology": "Rheumatol", "scandinavian": "Scand", "science": "Sci", "services": "Serv",
    "studies": "Stud", "surgery": "Surg", "surgical": "Surg", "technology": "Technol",
    "therapeutics": "Ther",
}  # fmt: skip
SMALL = frozenset(
    re.findall(r"\w+", "of and in the for on a an to with by at from or as och för i på av med vid till")
)
OTHER_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "ı": "i", "ð": "d", "Þ": "Th", "ß": "ss"}
)
HEADING = re.compile(r"(?:^|(?<=[.)%?] ))([A-ZÅÄÖ][A-ZÅÄÖ ,&/-]{2,40}): ")


def abbreviated(journal):
    """Return a journal's name as libraries shorten it.

    Examples
    --------
    >>> abbreviated("Example Journal of Knee Surgery")
    'Example J Knee Surg'
    """
    words = [word for word in journal.split() if word.lower() not in SMALL]
    return " ".join(SHORT.get(word.lower(), word) for word in words)


def surname(author):
    """Return family name and given names of "Surname, Given M"; a group has no given names."""
    family, _, given = author.partition(", ")
    return family, given


def initials(author, dots=""):
    """Return the initials of the given names, such as ``OM`` or ``O.M.``."""
    parts = re.split(r"[\s-]+", surname(author)[1])
    return "".join(part[0] + dots for part in parts if part)


def plain_letters(text):
    """Return a text in the letters of ASCII as far as there are any."""
    text = unicodedata.normalize("NFKD", text.translate(OTHER_LETTERS))
    return "".join(char for char in text if not unicodedata.combining(char))


def headline(title):
    """Return an English title with its words in capitals.

    Examples
    --------
    >>> headline("What does it cost to stop? A trial in HbA1c units")
    'What Does It Cost to Stop? A Trial in HbA1c Units'
    """
    words = title.split(" ")
    return " ".join(
        word if number and word.lower() in SMALL else word[:1].upper() + word[1:]
        for number, word in enumerate(words)
    )


def abstract_as(abstract, style):
    """Return an abstract with its headings in one of the styles ``CAPITALS:``, ``Word:``, ``Word`` or none.

    Examples
    --------
    >>> abstract_as("AIM: To see. METHODS: We looked.", "Word:")
    'Aim: To see. Methods: We looked.'
    >>> abstract_as("AIM: To see. METHODS: We looked.", "none")
    'To see. We looked.'
    """
    if style == "none":
        return HEADING.sub("", abstract)
    if style == "CAPITALS:":
        return abstract
    return HEADING.sub(lambda found: found[1].capitalize() + (": " if style == "Word:" else " "), abstract)


def first_last(pages):
    """Return first and last page; the last is "" where there is only one."""
    first, _, last = pages.partition("-")
    return first, last


def short_pages(pages):
    """Return pages without the digits that the last shares with the first.

    Examples
    --------
    >>> short_pages("311-320"), short_pages("e88"), short_pages("123-129")
    ('311-20', 'e88', '123-9')
    """
    first, last = first_last(pages)
    if not (first.isdigit() and last.isdigit() and len(first) == len(last)):
        return pages
    same = next((n for n, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1]), 0)
    return f"{first}-{last[same:]}"


def inverted(keyword):
    """Return a MeSH-like heading in the order of speech and small letters, as Emtree has it.

    Examples
    --------
    >>> inverted("Osteoarthritis, Knee")
    'knee osteoarthritis'
    """
    return " ".join(reversed(keyword.split(", "))).lower()


def wrapped(tag, value, width=88):
    """Return the lines of one PubMed field, indented from the second line on."""
    return textwrap.wrap(
        value, width, initial_indent=f"{tag:<4}- ", subsequent_indent=" " * 6,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
