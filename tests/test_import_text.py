"""Text is text: what is markup, what is not, and which words mean that there are no pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats.fields import SCHEMAS
from review.formats.pages import issue_in, number_in, pages_in
from review.formats.reading import read_fields
from review.text import clean_doi, fold, plain

TEXTS = {
    "less and greater": ("TSH <lower limit, FT4 >upper limit", "TSH <lower limit, FT4 >upper limit"),
    "limits": ("<LOD in 30% and >LOD in 70%", "<LOD in 30% and >LOD in 70%"),
    "words": ("BMI<twenty and WHR>one", "BMI<twenty and WHR>one"),
    "p values": ("p<0.05, p<a and b>c, n > 3", "p<0.05, p<a and b>c, n > 3"),
    "one letter": ("if a<b>c then d<i>e", "if a<b>c then d<i>e"),
    "an address": ("Berg <berg@example.org> and <https://example.org>", "Berg <berg@example.org> and <https://example.org>"),
    "a placeholder": ("<drug name> against placebo", "<drug name> against placebo"),
    "references": ("p &lt;0.05 and A&amp;E, 3 &#60; 4", "p <0.05 and A&E, 3 < 4"),
    "references twice": ("p &amp;lt;0.05", "p <0.05"),
    "no semicolon": ("p &lt 0.05; R&region, x&copying", "p < 0.05; R&region, x&copying"),
    "italics": ("<i>H. pylori</i> and <em>E. coli</em>", "H. pylori and E. coli"),
    "sub and sup": ("CO<sub>2</sub> at 10<sup>-3</sup>", "CO2 at 10-3"),
    "line breaks": ("fell<br/>p<BR>q<br />r", "fell p q r"),
    "paragraphs": ("<p>One.</p><p class=\"x\">Two.</p>", "One. Two."),
    "headings": ("<h4>Background</h4>We saw", "Background We saw"),
    "JATS": ("<jats:title>Aim</jats:title><jats:p>We <jats:italic>saw</jats:italic></jats:p>", "Aim We saw"),
    "MathML": ("<mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo></mml:math>1", "x=1"),
    "links and pictures": ('<a href="https://e.org">A</a><img src="x.png" width=2>', "A"),
    "spans": ('<span style="color: red">care</span>less <div>x</div>y', "careless x y"),
    "escaped markup": ("&lt;i&gt;H. pylori&lt;/i&gt; at p &lt; 0.05", "H. pylori at p < 0.05"),
    "PubMed's": ('<AbstractText Label="AIM">A</AbstractText><AbstractText>B</AbstractText>', "A B"),
    "signs as words": ("PM2<middle dot>5 and <less-than or equal to>3", "PM2·5 and ≤3"),
    "bare carriage return": ("One\rTwo", "One Two"),
    "odd blanks": ("one\u2003two\xa0three\u2028four", "one two three four"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_only_known_elements_are_markup(text, expected):
    """Known elements go, and part words where they part lines; all else stays as it stands."""
    assert plain(text) == expected


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_title_and_abstract_of_a_record(text, expected):
    """What `plain` makes of a text is what a record has."""
    row = read_fields([("TY", "JOUR"), ("TI", text), ("AB", text)], SCHEMAS["ris"])
    assert row["title"] == expected
    assert " ".join(row["abstract"].split()) == expected


WORD = st.text("abcxyzåäöABC0123456789.,;:()%=-", min_size=1, max_size=6)
SIGN = st.sampled_from([" < ", " > ", " <", "> ", "<", ">", " & ", " "])


@given(st.lists(st.tuples(WORD, SIGN), min_size=1, max_size=12))
def test_words_are_never_lost(parts):
    """Whatever signs stand between them, words that name no element stay, in their order."""
    text = "".join(word + sign for word, sign in parts)
    words = [word.casefold() for word, _ in parts]
    if any(word.strip("=-.,;:()%").isalpha() for word in words):  # may be the name of an element or a sign
        text = text.replace("<", "< ")
    assert plain(text) == " ".join(text.split())


@given(
    st.lists(WORD, min_size=1, max_size=6),
    st.sampled_from(["i", "b", "sub", "jats:italic", "mml:mi", "strong"]),
)
def test_inline_elements_join_and_blocks_part(words, name):
    """An inline element leaves no trace; a paragraph leaves one blank."""
    assert plain("".join(f"<{name}>{word}</{name}>" for word in words)) == "".join(words)
    assert plain("".join(f"<p>{word}</p>" for word in words)) == " ".join(words)


def test_titles_that_differ_in_what_stood_between_signs_differ():
    """Words between < and > tell titles apart, and tags do not."""
    assert fold("TSH <lower limit, FT4 >upper limit") != fold("TSH upper limit")
    assert fold("CO<sub>2</sub><br>care") == fold("CO2 care")


def test_names_are_parted_after_character_references():
    """The semicolon of a reference parts neither authors nor keywords, and links lose theirs."""
    pairs = [("AU", "P&#225;l, Berg"), ("KW", "A &amp; E"), ("UR", "https://e.org/?a=1&amp;region=2")]
    row = read_fields(pairs, SCHEMAS["ris"])
    assert (row["authors"], row["keywords"]) == ("Pál, Berg", "A & E")
    assert row["url"] == "https://e.org/?a=1&region=2"


def test_a_link_is_no_text():
    """What looks like a reference in a link is the beginning of its next part."""
    assert clean_doi("https://e.org/?doi=10.5555/a&region=se&section=1") == "10.5555/a"


NONE = (
    "search, search|NA-NA|No-Specified|n/a|N/A|n/a-n/a|-|--|–|?|.|nan|NaN-NaN|None|null|Not specified|s.p."
    "|No Pagination Specified|no pagination|[no pagination]|no pages|No page numbers|not paginated|N.PAG|n.p."
    "|Unpaginated|n. pag.|not available|unknown|undefined-undefined|Specified|ahead of print|in press|saknas"
)
SOME = "S12|e1402|CD012345|ix-xii|i|xii|Article 5|A1-A7|12|12-19|e1-e9|101|S-12|v|Suppl|12+"


@pytest.mark.parametrize("text", NONE.split("|"))
def test_words_for_no_pages(text):
    """A program's word for none gives no pages, volume or issue."""
    assert (pages_in(text), number_in(text), issue_in(text)) == ("", "", "")
    row = read_fields(
        [("TY", "JOUR"), ("SP", text), ("EP", text), ("VL", text), ("IS", text)], SCHEMAS["ris"]
    )
    assert (row["pages"], row["volume"], row["issue"]) == ("", "", "")


@pytest.mark.parametrize("text", SOME.split("|"))
def test_pages_that_are_pages(text):
    """Numbers, roman numbers and article numbers stay as they are."""
    assert pages_in(text) == number_in(text) == text


@pytest.mark.parametrize(
    ("pairs", "pages"),
    [
        ([("SP", "No"), ("EP", "Specified")], ""),
        ([("SP", "12"), ("EP", "nan")], "12"),
        ([("SP", "12-nan")], "12"),
        ([("SP", "n/a"), ("C7", "e101")], "e101"),
        ([("SP", "https://example.org/a.pdf")], ""),
        ([("SP", "12"), ("EP", "+")], "12-+"),
        ([("SP", "UNSP 133936")], "133936"),
    ],
)
def test_pages_of_a_record(pairs, pages):
    """A page that is none leaves the other one, or the article number."""
    assert read_fields([("TY", "JOUR"), *pairs], SCHEMAS["ris"])["pages"] == pages


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("OCEANS Conference", ""),
        ("Joint Workshop on Sensing", ""),
        ("Suppl. Meeting Abstracts", "Suppl. Meeting Abstracts"),
        ("2 (no pagination)", "2"),
        ("APR) (no pagination", "APR"),
        ("17(S9)", "17(S9)"),
        ("Publish Ahead of Print", ""),
        ("II", "II"),
    ],
)
def test_issues(text, issue):
    """What Ovid and Web of Science put beside an issue, or in its place, is no issue."""
    assert issue_in(text) == issue
