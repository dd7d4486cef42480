"""Which tag holds which field in the tagged formats: tables only."""

import re
from functools import partial

from review.formats.names import author_names
from review.formats.schema import schema

__all__ = ["OVID", "TAGGED", "short_names"]

_BESIDE = re.compile(
    r"(?<=\S)\s*\[(?:[A-Z][\w ]+ )?(?:Article|Review|References|Miscellaneous|Report|Editorial|Letter"
    r"|Abstract|Comment|Commentary|News|Correspondence)s?\]\.?$"  # such as [Review], after titles
    r"|(?<=\]\.)\s*\[[A-Z][a-z]+\]$|(?<!\s)\s*(?:\[https?://\S{1,500}\]|<\d{4}[^<>]*>)$"
    r"|^No Pagination Specified$"
    r"|(?<=\d-\d{5}-\d{3})\.$|(?<=-\d{9}-\d{5})\.$|^[A-Z][A-Za-z ]+: (?=\d{4}-\d{5}-\d{3}\.?$)",
    re.IGNORECASE,
)
_DEGREE = (
    r"(?:M\.?D|Ph\.?D|[BM]Sc|[BM]\.?S|[BM]\.?A|MPH|MHS|MBA|MSN|BSN|RN|R\.N|MB|MBBS|MBChB|BCh|FRC\w+|MRC\w+"
    r"|FA\w{1,2}|FACSM|D\.?O|DSc|ScD|DrPH|PharmD|DPhil|EdD|PsyD|DNP|DDS|DMD|DVM|RD|DPT)"
)
_AFTER_NAME = re.compile(
    rf"(,\s*\w[\w.'’-]*[a-zà-ÿ.](?: [\w.'’-]+)*?)(?:[,;]?\s+{_DEGREE}\.?(?=[\s,;]|$))+"
    r"|(?<!\s)\s*\[[^\]]{0,500}\]|(?:[;:]|(?<!\s))\s*ORCID:\s*\S+|(?<=[\w.])\s+\d+(?:,\s?(?:\d+|[*+]))+(?=\s*(?:;|$))",
    re.MULTILINE,
)
_SHORT_NAMES = re.compile(r"[^,]+ [A-Z]{1,4}(?: (?:[JS]r|\d\w\w|I{2,3}))?(?:, .*|\.)", re.DOTALL).fullmatch


def short_names(value, by_line=False, commas=False):
    """Return the authors of "Berg A, Dahl BC." or of one name.

    Examples
    --------
    >>> short_names("Berg A, Dahl BC, Example Group."), short_names("Berg, A")
    (('Berg, A', 'Dahl, BC', 'Example Group'), ('Berg, A',))
    """
    value = value.rstrip(".").replace(", ", "; ") if _SHORT_NAMES(value) else value
    return author_names(value.replace("\n", " "), commas=True)


def ovid_names(value, by_line=True, commas=False):
    """Return the authors in a value of Ovid's, without degrees, numbers of institutions and ORCID.

    Examples
    --------
    >>> ovid_names("Berg, Anna MD, PhD *;  Dahl, Bo 1,2"), ovid_names("Berg AB.  Dahl C.")
    (('Berg, Anna', 'Dahl, Bo'), ('Berg, AB', 'Dahl, C'))
    """
    names = re.sub(r"\.[ \xa0]{2,}(?=\w)", "; ", _AFTER_NAME.sub(r"\1", value))
    if names.count(".") == 1 and ";" in names:
        names = names.removesuffix(".")  # that of the list
    return author_names(names) if re.search(r"[^\W\d]", names) else ()  # in MEDLINE, ED is a date


# fmt: off
_OVID_NAMES = {
    "TI": "Title", "TT": "Chapter Title", "BT": "Book Title", "AB": "Abstract", "FA": "Authors Full Name",
    "AU": "Author|Authors", "ED": "Editor|Editors", "YR": "Year of Publication|Publication Year",
    "DP": "Date of Publication|Publication Date", "SO": "Source", "AS": "Abbreviated Source",
    "JN": "Journal Name|Journal", "NJ": "NLM Journal Name", "VO": "Volume|VL", "PG": "Page|Pages|Pagination",
    "IP": "Issue|Issue Number|Issue/Part", "AR": "Article Number", "UI": "Unique Identifier",
    "DO": "DI|DOI|DOI Number|Digital Object Identifier", "AN": "Accession Number", "PUI": "PUI",
    "PM": "PMID|PubMed ID|PubMed Identifier|Pubmed Number", "IS": "ISSN|ISSN Print|Print ISSN|Journal ISSN",
    "ES": "ISSN Electronic|Electronic ISSN", "IB": "ISBN|BN", "LG": "Language|LA", "ST": "Status",
    "KW": "Keyword Heading|Author Keywords|Keywords|Key Concepts|KF", "PT": "Publication Type",
    "MH": "MeSH Subject Headings|Subject Headings|Heading Word|Emtree Heading|SH", "DT": "Document Type",
    "UR": "URL|Link to the Ovid Full Text or citation|XL",
    "DB": "Database|Record Owner|Status: MEDLINE|ST: MEDLINE",
}
OVID = schema(  # VI is the version of the record
    by_line="AU DE ED FA ID KW MH", title="TI TT BT", abstract="AB", authors="FA | AU | ED",
    year="YR DP SO ST", journal="JN NJ", volume="VO", issue="IP", start="PG", article="AR", doi="DO UR",
    pmid="PM UI UR", issn="IS ES IT IL", isbn="IB", keywords="KW ID MH DE", language="LG", type="PT DT ST",
    url="UR", database_id="UI AN PUI", database="DB UR", citation="SO AS", decode=partial(_BESIDE.sub, ""),
    lists=dict.fromkeys(("FA", "AU", "ED"), ovid_names),
    alias={name: tag for tag, names in _OVID_NAMES.items() for name in names.split("|")},
)
TAGGED = {
    "ris": schema(
        by_line="A1 A2 A3 A4 AU DB DE ED K1 KW", title="TI T1 CT BT ST", abstract="AB N2",
        authors="AU A1 | A2 ED A3 A4", year="PY Y1 YR DA", journal="JF T2 JO JT JA J2 J1 J9 JI BT T3",
        volume="VL VO", issue="IS CP", start="SP PG", end="EP", article="C7 AR",
        doi="DO DI DOI L3 M3 L2 L1 L4 LK UR M1 C1 C2 AN ID N1", pmid="PMID PM U1 UR L2 AN C5 C2 C1 ID N1",
        issn="SN ISSN", isbn="SN BN ISBN", keywords="KW DE K1", language="LA", type="TY",
        url="UR LK L2 L1 L4", database_id="AN U2 UT ID", database="DB DP UR AN N1 U1 DS L2 ID",
    ),
    "medline": schema(
        title="TI BTI CTI VTI TT", abstract="AB OAB", authors="FAU CN | AU | FED ED",
        year="DP YR DEP PHST EDAT", journal="JT TA BTI SO", volume="VI", issue="IP", start="PG",
        doi="LID AID DO SO", pmid="PMID PM UI", issn="IS ISSN", isbn="ISBN", keywords="MH OT KW",
        language="LA", type="PT", url="LID UR", database_id="PMID OID AN UI", database="DB OWN",
        citation="SO",
    ),
    "wos": schema(
        by_line="AF AU BA BE BF CA ED GP", title="TI BT", abstract="AB", authors="AF | AU CA GP | BA BE ED",
        year="PY PD EY", journal="SO JI J9 SE", volume="VL", issue="IS", start="BP PS", end="EP",
        article="AR", doi="DI D2", pmid="PM UT", issn="SN EI", isbn="BN", keywords="DE ID MH", language="LA",
        type="DT PT", url="UR", database_id="UT AN", database="UT",
    ),
    "refer": schema(
        by_line="A E K Y", title="T", abstract="X", authors="A | E Y", year="D 8", journal="J B S",
        volume="V", issue="N", start="P", doi="R U M", pmid="M U Z", issn="@", isbn="@", keywords="K",
        language="G", type="0", url="U", database_id="M L", database="~ W",
    ),
    "refworks": schema(
        title="T1 T2", abstract="AB", authors="A1 | A2 A3", year="YR FD", journal="JF JO T2", volume="VO",
        issue="IS", start="SP", end="OP", doi="DO LK UL NO", pmid="PMID AN NO LK UL", issn="SN", isbn="SN",
        keywords="K1", language="LA", type="RT", url="LK UL",
        database_id="AN", database="DB DS",  # ID is RefWorks' own number
    ),
    "cochrane": schema(
        title="TI", abstract="AB", authors="AU", year="YR", journal="SO", volume="VL", issue="NO", start="PG",
        doi="DOI", pmid="PM XR", issn="SN", keywords="KY", type="PT", url="US SO", database_id="ID AN",
        database="ID US", decode=partial(re.compile(r"^PUBMED (?=\d+\W*$)").sub, "PMID: "),
        lists={"AU": short_names},
    ),
    "inspec": schema(
        title="TI", abstract="AB", authors="AU", year="PY SO", journal="SO", type="RT", database_id="ID",
        citation="SO",
    ),
    "ovid": OVID, "ovid-tagged": OVID, "ovid-xml": OVID,
}
# fmt: on
