"""Normal forms of DOI, PubMed number, ISSN, ISBN, year and text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.text import clean_doi, clean_isbn, clean_issn, clean_pmid, fold, join, parse_year, plain, split

DOIS = {
    "bare": ("10.5555/abc.1", "10.5555/abc.1"),
    "upper case": ("10.5555/ABC", "10.5555/abc"),
    "link": ("https://doi.org/10.5555/abc", "10.5555/abc"),
    "old link": ("http://dx.doi.org/10.5555/abc", "10.5555/abc"),
    "landing page": ("https://example.org/doi/10.5555/abc/abstract", "10.5555/abc"),
    "two tails": ("https://example.org/doi/10.5555/abc/full/pdf", "10.5555/abc"),
    "file": ("https://example.org/10.5555/abc.full.pdf", "10.5555/abc"),
    "query": ("https://example.org/doi/10.5555/abc?journalCode=x", "10.5555/abc"),
    "link resolver": ("http://x.example?sid=E&id=doi:10.5555%2fabc&issn=12345678", "10.5555/abc"),
    "word before": ("doi: 10.5555/abc", "10.5555/abc"),
    "type after": ("10.5555/abc [doi]", "10.5555/abc"),
    "type after, no blank": ("10.5555/abc[doi]", "10.5555/abc"),
    "full stop": ("See 10.5555/abc.", "10.5555/abc"),
    "brackets around": ("(10.5555/abc)", "10.5555/abc"),
    "brackets inside": ("10.5555/s0140-6736(20)30183-5", "10.5555/s0140-6736(20)30183-5"),
    "SICI": (
        "10.5555/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
        "10.5555/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
    ),
    "SICI in HTML": (
        "10.5555/(SICI)1097(1998)17:15&lt;1661::AID-SIM968&gt;3.0.CO;2-%23",
        "10.5555/(sici)1097(1998)17:15<1661::aid-sim968>3.0.co;2-#",
    ),
    "two at once": ("10.5555/abc;10.5555/def", "10.5555/abc"),
    "links without a gap": ("https://e.org/10.5555/abc-5https://e.org/catalog", "10.5555/abc-5"),
    "markup after": ("10.5555/abc</a>", "10.5555/abc"),
    "part of a publisher": ("10.5555.12/abc", "10.5555.12/abc"),
    "no DOI": ("p. 10.5", ""),
    "nothing": (None, ""),
}


@pytest.mark.parametrize(("text", "doi"), DOIS.values(), ids=DOIS)
def test_a_doi_comes_out_bare_and_in_lower_case(text, doi):
    """Links, words and brackets around a DOI go, signs of the DOI itself stay."""
    assert clean_doi(text) == doi


@given(st.text("abcABC019.,;:()[]<>/-_ \"'?#", max_size=40))
def test_a_clean_doi_stays_as_it_is(text):
    """Cleaning what is clean changes nothing."""
    doi = clean_doi(f"10.5555/{text}")
    assert clean_doi(doi) == doi


YEARS = {
    "RIS date": ("2019/03//", 2019),
    "words": ("Spring 2008", 2008),
    "range": ("2019-2020", 2019),
    "eight digits": ("20170812", 2017),
    "after words": ("Start date: 20170812", 2017),
    "MEDLINE": ("2017 Nov 15", 2017),
    "placeholder": ("9999", None),
    "long number": ("12017081", None),
    "too early": ("1066", None),
    "a number": (2020, 2020),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("text", "year"), YEARS.values(), ids=YEARS)
def test_the_first_year_counts(text, year):
    """A year is found in whatever the databases write around it, and no other number is taken for one."""
    assert parse_year(text) == year


@pytest.mark.parametrize(
    ("text", "issn", "isbn"),
    [
        ("1234-5679", "1234-5679", ""),
        ("1234567x (ISSN)", "1234-567X", ""),
        ("1234-5679, 0000-0019", "1234-5679", ""),
        ("978-0-00-000000-2", "", "9780000000002"),
        ("000000000X (Print)", "", "000000000X"),
        ("9780000000002 1234-5679", "1234-5679", "9780000000002"),
        ("none", "", ""),
        (None, "", ""),
    ],
)
def test_issn_and_isbn_are_told_apart(text, issn, isbn):
    """Eight signs are an ISSN, ten or thirteen an ISBN."""
    assert (clean_issn(text), clean_isbn(text)) == (issn, isbn)


@pytest.mark.parametrize(
    ("text", "pmid"),
    [("PMID: 0123456", "123456"), ("123456 [PMID]", "123456"), ("L2004838738", ""), ("", ""), (None, "")],
)
def test_a_pubmed_number_has_at_most_eight_digits(text, pmid):
    """Only what is a PubMed number alone, or said to be one, is one."""
    assert clean_pmid(text) == pmid


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A&amp;E  use\nof <i>H. pylori</i>", "A&E use of H. pylori"),
        ("p < 0.05 and > 3", "p < 0.05 and > 3"),
        ("&amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;", "x"),
        ("a\xa0b\u2009c", "a b c"),
        ("Låg\u2028värde", "Låg värde"),
        (None, ""),
    ],
)
def test_plain_text_has_no_markup_and_single_blanks(text, expected):
    """Markup and references go, comparison signs stay, every kind of blank is one blank."""
    assert plain(text) == expected


def test_folding_keeps_letters_of_every_script():
    """Accents and signs go, letters stay, so that titles in Greek or Swedish can be compared."""
    assert fold("Lågvärdevård — ΚΛΙΝΙΚΉ™ μελέτη") == "lagvardevard κλινικη μελετη"


@given(st.lists(st.text("abcåäö ,", min_size=1).map(str.strip).filter(bool)))
def test_what_is_joined_can_be_split(values):
    """Splitting a joined cell gives the values back."""
    assert split(join(values)) == values
