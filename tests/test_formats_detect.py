"""Which format a text is in."""

import pytest

from review.errors import SourceError
from review.formats.detect import detect, refuse_binary

FORMATS = {
    "RIS": ("TY  - JOUR\nER  - ", "ris"),
    "RIS after a mark and blanks": ("\ufeff \n\nTY  - JOUR", "ris"),
    "RIS in lower case": ("ty  - jour\n", "ris"),
    "RIS after Ovid's number": ("<1>\nTY  - JOUR\nTI  - A", "ris"),
    "RIS without TY": ("JF  - A\nT1  - B\nER  -\n", "ris"),
    "RIS that speaks of tables": ("TY  - JOUR\nAB  - a, b, c\n", "ris"),
    "MEDLINE": ("\nPMID- 12345678\nOWN - NLM\n", "medline"),
    "MEDLINE of ERIC": ("OWN - ERIC\nTI  - A\n", "medline"),
    "Ovid with short tags": ("<1>\nVN  - Ovid Technologies\nDB  - Embase\n", "ovid-tagged"),
    "Web of Science": ("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n", "wos"),
    "Web of Science without head": ("PT J\nAU Berg, A\n", "wos"),
    "refer": ("%0 Journal Article\n%T A\n", "refer"),
    "refer, title first": ("%T A\n%0 Book\n", "refer"),
    "RefWorks": ("RT Journal Article\nA1 Berg,A\n", "refworks"),
    "Ovid": ("<1>\nAccession Number\n  2019\nTitle\n  A\n", "ovid"),
    "Cochrane": ("Record #1 of 3\nID: CN-1\n", "cochrane"),
    "INSPEC": ("Record 1 INSPEC\n\nTI ~ A\n", "inspec"),
    "BibTeX": ("% made by x\n@article{k,\n title={A}}", "bibtex"),
    "BibTeX of Scopus": ("Scopus\nEXPORT DATE: 1 May 2024\n\n@ARTICLE{Li2020,\n", "bibtex"),
    "EndNote XML": ("<?xml version='1.0'?><xml><records><record>", "endnote-xml"),
    "PubMed XML": ("<?xml version='1.0'?>\n<!DOCTYPE PubmedArticleSet>\n<PubmedArticleSet>", "pubmed-xml"),
    "CSV": ('"Title","Year"\n"A, b",2020\n', "csv"),
    "CSV of one row": ("title,abstract,doi\n", "csv"),
    "TSV": ("PT\tAU\tTI\nJ\tLi\tA\n", "csv"),
}


@pytest.mark.parametrize(("text", "form"), FORMATS.values(), ids=FORMATS)
def test_a_format_is_known_by_its_content(text, form):
    """The name of the file says nothing here."""
    assert detect(text, "export") == form


@pytest.mark.parametrize(
    "text",
    ["Dear reader,\nthis is a letter.\n", "Title: A\nAuthor: B\n", "@todo list, things\n"],
    ids=["letter", "lines with colons", "an at sign"],
)
def test_what_is_none_of_them_is_refused(text):
    """The message names what is expected and shows what was found."""
    with pytest.raises(SourceError, match=r"^a\.txt, line 1: of no known format; expected RIS, .*; found "):
        detect(text, "a.txt")


def test_text_is_not_taken_for_binary():
    """Tabs, line ends and letters of any encoding are text."""
    for head in (b"TY  - JOUR\r\n\t", "TI  - Åäö".encode("utf-16"), "TI  - Åäö".encode("cp1252")):
        refuse_binary(head, "a.ris")
