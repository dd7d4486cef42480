"""What of a record is compared: each field in the form in which two databases would agree."""

import re

import pandas as pd

from review.duplicates import titles
from review.duplicates.distinct import each_once
from review.duplicates.places import first_number, first_pages, issues_of, last_page, without_counters
from review.text import clean_doi, clean_pmid

__all__ = ["traits"]

PREPRINT_DOI = re.compile(
    r"^10\.(?:1101/(?:\d{4}\.\d\d\.\d\d\.)?\d+$|2139|21203|31234|31235|31219|20944|48550|22541|36227"
    r"|26434|64898|55458|1002/essoar"
    r"|5194/(?:egusphere|\w+-20\d\d-\d+$))"
)
"""Some publishers give preprints and articles DOIs with one beginning; what follows it tells them apart."""
PREPRINT_SERVER = re.compile(
    r"\b(?:arxiv|biorxiv|egusphere|medrxiv|chemrxiv|psyarxiv|socarxiv|techrxiv|edarxiv|eartharxiv"
    r"|research square|preprints?|ssrn|social science research network|authorea|essoar)\b"
)
DOI_VERSION = re.compile(r"(?:\.pub\d+|[./]v\d+|\.\d)$")
NOBODY = re.compile(r"\b(?:anonymous|anon|no authors? listed|not available)\b", re.IGNORECASE)
NOT_NAMES = re.compile(r"\bet al\b\.?|\band\b|&")
SMALL_IN_NAMES = "van von der den de del des dos da di du la le el al af av ter ten y e jr sr"
NOT_SURNAMES = frozenset(SMALL_IN_NAMES.split())
"""One database writes them before a surname, the other behind it, the third not at all."""
AUTHOR_CHARS = 400
SMALL_WORDS = "the of and for in on a an de la le et und der die del des y e i og och"
SMALL_IN_JOURNALS = frozenset(SMALL_WORDS.split())
APOSTROPHE = re.compile(r"['’`]")
JOURNAL_TAIL = re.compile(r"\.\s*Conference\s*:|\s[:=]\s|:\s|\s*\.\s+(?=[a-z][^.]*$)")
ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")

HEADING = re.compile(
    r"^(?:(?:abstract|background|objectives?|introduction|aims?|purpose|importance|context|and|of review"
    r"|of the study)\b ?)+"
)
ABSTRACT_CHARS = 400
STANDING_YEARS = 3


def traits(records):
    """Return the compared forms of records (see `as_records`), one row each, in the same order.

    They are texts with "" for unknown, apart from `year` (float, NaN for unknown), `letters` (of the title)
    and the truths `generic` (many publications bear the title), `twice` (another record of the same export
    bears it too) and `preprint`.
    """
    announced = each_once(titles.compared_title, records["title"])
    notice = [titles.notice_of(text) for text in announced]
    both = zip(announced, notice, strict=True)
    title = [titles.without_notice(text) if kind == "erratum" else text for text, kind in both]
    compact = [text.replace(" ", "") for text in title]
    export = records["source_file"].where(records["source_file"] != "", records["database"])
    columns = {
        "doi": each_once(clean_doi, records["doi"]),
        "pmid": each_once(clean_pmid, records["pmid"]),
        "title": title,
        "compact": compact,
        "letters": [titles.letters(text) for text in compact],
        "digits": [titles.digits_of(text) for text in title],
        "part": [titles.part_of(text) for text in title],
        "notice": notice,
        "words": [len(text.split()) for text in title],
        "yearly": [titles.is_yearly(text) for text in title],
        "authors": each_once(author_words, records["authors"]),
        "journal": each_once(journal_words, records["journal"]),
        "issns": each_once(issns_of, records["issn"].str.cat(records["isbn"], sep=" ")),
        "year": pd.to_numeric(records["year"]).astype("float64").tolist(),
        "issue": each_once(issues_of, without_counters(records["issue"], export)),
        "pages": each_once(first_pages, records["pages"]),
        "last": each_once(last_page, records["pages"]),
        "abstract": each_once(compared_abstract, records["abstract"]),
        "export": export.tolist(),
    }
    columns["doi_stem"] = [DOI_VERSION.sub("", doi) for doi in columns["doi"]]
    columns["first_author"] = [names.partition(" ")[0] for names in columns["authors"]]
    columns["volume"] = _volumes(records["volume"], columns["year"])
    columns["preprint"] = _preprints(records, columns["doi"])
    # plain objects: the texts are handed one by one to functions that know no frames
    frame = pd.DataFrame(columns, dtype="object").astype(KINDS)
    frame["twice"] = frame.duplicated(["compact", "export"], keep=False)
    frame["twice"] &= (frame["compact"] != "") & (frame["export"] != "")
    # titles that come back in three or more years, as those of a column do
    years = frame.groupby("compact", sort=False)["year"].transform("nunique")
    frame["generic"] = (years >= STANDING_YEARS) & (frame["compact"] != "")
    frame["generic"] |= frame["notice"].isin(("erratum", "retraction"))
    frame["generic"] |= frame["title"].map(titles.is_generic).astype(bool)
    return frame


KINDS = {"year": "float64", "letters": "int64", "words": "int64", "yearly": "bool", "preprint": "bool"}


def _volumes(volumes, years):
    """First numbers; a volume that is the year itself is unknown, as it may be the year's or none."""
    found = zip(each_once(first_number, volumes), years, strict=True)
    return ["" if volume and float(volume) == year else volume for volume, year in found]


def _preprints(records, dois):
    """True where DOI, journal or type say that a record is a preprint."""
    servers = each_once(lambda name: bool(PREPRINT_SERVER.search(titles.compared(name))), records["journal"])
    kinds = each_once(lambda kind: "preprint" in kind.casefold(), records["type"])
    by_doi = each_once(lambda doi: bool(PREPRINT_DOI.match(doi)), dois)
    return [any(signs) for signs in zip(servers, kinds, by_doi, strict=True)]


def author_words(text):
    """Return the names of authors without initials, in compared letters.

    >>> author_words("Adeli K.Lewis G. F."), author_words("Li, JK; Ou, S and O'Brien, Mary et al.")
    ('adeli lewis', 'li ou obrien mary')
    >>> author_words("van de Velde, Cornelis J.H."), author_words("Velde CJ")
    ('velde cornelis', 'velde')
    """
    text = NOT_NAMES.sub(" ", NOBODY.sub(" ", text[:AUTHOR_CHARS]))
    text = APOSTROPHE.sub("", text)
    loud = text.isupper()
    words = re.split(r"[^\w?]+", text)
    kept = (word for word in words if len(word) > 1 and (loud or not (word.isupper() and len(word) < 4)))
    names = titles.compared(" ".join(kept))
    return " ".join(word for word in names.split() if word not in NOT_SURNAMES) or names


def journal_words(text):
    """Return a journal's name without place, subtitle and small words, in compared letters.

    >>> journal_words("The Journal of Hepatology : official journal of EASL"), journal_words("BMJ (Online)")
    ('journal hepatology', 'bmj')
    >>> journal_words("Knee. Conference: 3rd Knee Days, Oslo"), journal_words("Berg's Archives")
    ('knee', 'bergs archives')
    """
    text = APOSTROPHE.sub("", text)
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text).strip() or text
    text = JOURNAL_TAIL.split(text, maxsplit=1)[0]
    words = titles.compared(text).split()
    return " ".join(word for word in words if word not in SMALL_IN_JOURNALS) or " ".join(words)


def issns_of(text):
    """Return the ISSNs in a text, parted by blanks.

    >>> issns_of("0196-9781 1873516x (Print)")
    '01969781 1873516X'
    """
    return " ".join(sorted({(front + back).upper() for front, back in ISSN.findall(text)}))


def compared_abstract(text):
    """Return the beginning of an abstract in compared letters, without its first headings.

    >>> compared_abstract("<b>BACKGROUND:</b> Knee pain is common. " + "It hurts. " * 10)[:23]
    'knee pain is common it '
    """
    if len(text) < 100:
        return ""
    return HEADING.sub("", titles.compared(text[: ABSTRACT_CHARS + 200]))[:ABSTRACT_CHARS]
