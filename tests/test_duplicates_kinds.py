"""Kinds of pairs: what is one publication in two forms, and what only looks like one."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.duplicates import as_records, cluster, find_pairs
from review.duplicates.blocking import candidate_pairs
from review.duplicates.likeness import likeness
from review.duplicates.places import first_pages, issues_of
from review.duplicates.rules import judge
from review.duplicates.traits import author_words, traits

BASE = {
    "title": "Frugal imaging of painful knees in primary care",
    "author": "Berg, Anna and Dahl, Bo",
    "year": "2015",
    "journal": "Journal of Frugal Medicine",
    "volume": "12",
    "number": "3",
    "pages": "123-129",
    "doi": "",
}
LONG = BASE["title"]


def frame_of(*records):
    """Return records, each given by what it has instead of the base's."""
    return as_records(pd.DataFrame([BASE | record | {"ID": str(n)} for n, record in enumerate(records)]))


def both_ways(one, two):
    """Return the verdict on two records, "different" where there is none; it hangs on no order.

    Records of one publication must also meet: they share a key.
    """
    known = traits(frame_of(one, two))
    there, back = judge(likeness(known, [0, 1], [1, 0]))["verdict"]
    assert there == back
    assert there != "same" or len(candidate_pairs(known)[0])
    return there


PAGES = [
    ("123-129", "Suppl-12"),
    ("S109-S112", "Suppl-12"),
    ("965-971", "t-71"),
    ("965-971", "e-71"),
    ("965-971", "-971"),
    ("965-971", "NA-NA"),
    ("965-971", "search, search"),
    ("965-971", "No-Specified"),
    ("965-971", "N.PAG-N.PAG"),
    ("965-971", "0-0"),
    ("965-971", "10.5555/jfm.12"),
    ("965-971", "iii-9"),
    ("S33-S38", "Suppl 2:S33-8"),
    ("969-972", "a1754"),
    ("969-972", "e1754"),
    ("969-972", "e68"),
    ("969-972", "c346"),
    ("969-972", "m3164"),
    ("969-972", "109057"),
    ("311", "12"),
    ("12", "104331"),
    ("120-180", "135-137"),
    ("1200-1290", "1288-90"),
    ("123-129", "124-129"),
]


@pytest.mark.parametrize(("one", "two"), PAGES, ids=lambda pages: pages)
@pytest.mark.parametrize("issue", ["3", ""], ids=["issue", "no issue"])
def test_pages_in_two_forms_are_one_publication(one, two, issue):
    """Where all else agrees, a page that is no page, a locator and a range within another are unknown."""
    assert both_ways({"pages": one, "number": issue}, {"pages": two, "number": issue}) == "same"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": "Frugal imaging of painful knees in secondary care"}, id="another word"),
        pytest.param({"title": LONG + ". Part 2"}, id="another part"),
        pytest.param({"title": LONG + ": five-year follow-up"}, id="follow-up"),
        pytest.param({"title": LONG + ": a secondary analysis"}, id="secondary analysis"),
        pytest.param({"title": "Erratum: " + LONG}, id="erratum"),
        pytest.param({"title": LONG + ": study protocol"}, id="protocol"),
        pytest.param({"author": "Ek, Carl"}, id="other people"),
        pytest.param({"journal": "Annals of Invented Surgery"}, id="another journal"),
        pytest.param({"volume": "13", "year": "2016"}, id="another volume"),
        pytest.param({"number": "4"}, id="another issue"),
    ],
)
@pytest.mark.parametrize(("one", "two"), [("969-972", "e1754"), ("969-972", "104331"), ("12", "311")])
def test_pages_in_two_forms_join_nothing_else(one, two, changes):
    """Where anything else differs, pages in two forms do not make one publication."""
    assert both_ways({"pages": one}, {"pages": two} | changes) != "same"


@pytest.mark.parametrize("pages", ["S12", "A12", "P12", "456-460", "12-19"])
def test_printed_pages_stay_a_conflict(pages):
    """Another printed page is another text: an abstract in a supplement, a letter of one page."""
    assert both_ways({"pages": "969-972", "number": ""}, {"pages": pages, "number": ""}) != "same"


COLUMNS = [
    "Editorial",
    "Editor's comment",
    "Remarks from the editor - editor's comments",
    "Letter to the editor",
    "Letters",
    "Correspondence",
    "News",
    "News and views",
    "In this issue",
    "From the editor's desk",
    "Message from the president",
    "Annual report",
    "Annual report 2014",
    "Abstracts of the 12th annual meeting",
    "Erratum",
    "Book reviews",
    "List of reviewers",
    "Introduction to the special issue",
    "This month in the journal",
    "Welcome to our new editors",
    "Ledare",
    "Från redaktionen",
]


@pytest.mark.parametrize("title", COLUMNS)
@pytest.mark.parametrize("pages", ["", "3-4", "iii-iv"], ids=["no pages", "pages", "roman"])
def test_a_column_of_another_issue_stays(title, pages):
    """What comes back in every issue is never merged over issues, nor asked about."""
    columns = [{"title": title, "pages": pages, "number": str(issue)} for issue in range(1, 5)]
    assert find_pairs(frame_of(*columns)).empty


@pytest.mark.parametrize("title", COLUMNS)
def test_a_column_in_one_issue_is_one(title):
    """The same column of the same issue on the same pages is one, also with its year a year apart."""
    assert both_ways({"title": title, "pages": "3-4"}, {"title": title, "pages": "3-4"}) == "same"
    assert (
        both_ways({"title": title, "pages": "3-4"}, {"title": title, "pages": "3-4", "year": "2016"})
        == "same"
    )


def without(*names):
    """Return blanks in the place of some fields."""
    return dict.fromkeys(names, "")


NO_PLACE = without("volume", "number", "pages")
OTHER = [
    pytest.param({"number": "1", "pages": ""}, {"number": "2", "pages": ""}, id="no pages"),
    pytest.param(
        {"number": "1", "pages": "54-59", "title": "Online work and insecure jobs in the invented economy"},
        {"number": "2", "pages": "54-59", "title": "Automated hiring and large data in management"},
        id="two papers on the same pages of two issues",
    ),
    pytest.param({"number": "1"}, {"number": "2", "title": LONG + ": a survey"}, id="longer title"),
    pytest.param({"number": "1", "pages": ""}, {"number": "2", "pages": "123-129"}, id="one without pages"),
    pytest.param({"number": "1-2", "pages": ""}, {"number": "3-4", "pages": ""}, id="double issues"),
    pytest.param({"number": "S1", "pages": ""}, {"number": "Suppl. 2", "pages": ""}, id="supplements"),
    pytest.param({"number": "9344", "pages": ""}, {"number": "9345", "pages": ""}, id="whole numbers"),
    pytest.param(
        {"doi": "10.5555/a1", "number": "", "pages": ""},
        {"doi": "10.5555/a2", "number": "", "pages": ""},
        id="other DOIs, no pages",
    ),
    pytest.param(
        {"title": "Standards of care in painful knees", "year": "2014"} | NO_PLACE,
        {"title": "Standards of care in painful knees", "year": "2015"} | NO_PLACE,
        id="yearly guideline without a place",
    ),
    pytest.param({"year": "2014"} | NO_PLACE, {"year": "2015"} | NO_PLACE, id="two years without a place"),
    pytest.param(
        {"title": LONG + ": experience from clinics", "year": "2014"} | without("number", "pages"),
        without("number", "pages"),
        id="longer title in another year without issue or pages",
    ),
    pytest.param(
        {"title": "Frugal knee guidelines: 2014 update", "pages": ""},
        {"title": "Frugal knee guidelines: 2015 update"},
        id="yearly update with its year",
    ),
    pytest.param({"title": LONG + " part I"}, {"title": LONG + " part II", "pages": ""}, id="parts I and II"),
    pytest.param({"title": LONG + ", Part A"}, {"title": LONG + ", Part B", "pages": ""}, id="parts A and B"),
    pytest.param(
        {"title": "Frugal tests for hepatitis A in travellers", "pages": ""},
        {"title": "Frugal tests for hepatitis B in travellers", "pages": ""},
        id="one letter that is a name",
    ),
    pytest.param({}, {"title": "Author reply: " + LONG, "pages": ""}, id="author reply"),
    pytest.param({}, {"title": "Response by Berg to letter on " + LONG, "pages": ""}, id="response by"),
    pytest.param({}, {"title": "Rejoinder: " + LONG, "pages": ""}, id="rejoinder"),
    pytest.param({}, {"title": LONG + ": discussion", "author": "Ek, Carl"}, id="discussion by others"),
    pytest.param({}, {"title": "Editorial comment on: " + LONG, "pages": ""}, id="editorial comment"),
    pytest.param({}, {"title": "Publisher correction: " + LONG, "pages": ""}, id="publisher correction"),
    pytest.param({}, {"title": "Notice of correction: " + LONG, "pages": ""}, id="notice of correction"),
    pytest.param({}, {"title": "Corrigendum to: " + LONG, "pages": ""}, id="corrigendum"),
    pytest.param({}, {"title": "Protocol for a review: " + LONG, "pages": ""}, id="protocol for"),
    pytest.param({}, {"title": LONG + ": rationale and design", "pages": ""}, id="rationale and design"),
    pytest.param({}, {"title": LONG + ": executive summary", "pages": ""}, id="summary"),
    pytest.param(
        {"pages": "CD000012", "journal": "Cochrane Database of Systematic Reviews", "number": "4"},
        {"pages": "CD000012", "journal": "Cochrane Database of Systematic Reviews", "number": "9"},
        id="review updated within the year",
    ),
    pytest.param(
        {"pages": "CD000012", "number": "12", "volume": "2015"},
        {"pages": "CD000012", "number": "1", "volume": "2016", "year": "2016"},
        id="review updated next year",
    ),
    pytest.param(
        {"pages": "S12", "number": "S1", "year": "2014", "volume": "11"},
        {},
        id="congress abstract, then article",
    ),
    pytest.param(
        {
            "title": "Proceedings of the frugal knee conference",
            "volume": "6017",
            "number": "PART 2",
            "pages": "",
        },
        {
            "title": "Proceedings of the frugal knee conference",
            "volume": "6019",
            "number": "PART 4",
            "pages": "",
        },
        id="volumes of proceedings",
    ),
]


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_near_misses_stay_apart(one, two):
    """What differs in issue, part, number, kind or edition is never merged by a rule."""
    assert both_ways(one, two) != "same"


SAME = [
    pytest.param({"year": "2014"}, {}, id="ahead of print, a year before"),
    pytest.param({"year": "2014"} | NO_PLACE, {}, id="ahead of print, no place yet"),
    pytest.param({"number": "2"}, {}, id="a slip in the issue, the same pages"),
    pytest.param(
        {"number": "Suppl 1", "pages": ""}, {"number": "4", "pages": ""}, id="issue of a supplement"
    ),
    pytest.param({"number": "9344", "pages": ""}, {"number": "4", "pages": ""}, id="whole number and issue"),
    pytest.param({"number": "3-4", "pages": ""}, {"pages": ""}, id="double issue"),
    pytest.param({"number": "No. 3", "pages": ""}, {"pages": ""}, id="issue with a word"),
    pytest.param({"number": "March", "pages": ""}, {"pages": ""}, id="month as issue"),
    pytest.param({"title": LONG + ": a cross-sectional survey", "year": ""}, {}, id="longer title, no year"),
    pytest.param(
        {"title": LONG + ": a cross-sectional survey", "year": "", "number": ""},
        {"pages": ""},
        id="longer title, no year, issue or pages",
    ),
    pytest.param(
        {"title": LONG + ": a cross-sectional survey", "pages": ""},
        {"year": "2014"},
        id="longer title, a year before",
    ),
    pytest.param({"title": LONG[:38], "pages": "", "year": ""}, {}, id="title cut off, no year"),
    pytest.param(
        {"journal": "Berg's Archives of Knees"},
        {"journal": "Bergs Arch Knees"} | NO_PLACE,
        id="apostrophe in a journal",
    ),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_one_publication_in_two_forms(one, two):
    """A year ahead of print, a missing year, an issue in other words do not keep a publication apart."""
    assert both_ways(one, two) == "same"


NAMES = [
    ("Berg, Adela", "Berg, Adela J."),
    ("Berg, Adela", "Berg A"),
    ("Berg, Adela J.", "Berg AJ"),
    ("Adela Berg", "Berg, Adela"),
    ("Adela J. Berg", "Berg, A. J."),
    ("A.J. Berg", "Berg, Adela"),
    ("Bergström, Åsa", "Bergstrom, Asa"),
    ("Østergård, Søren", "Ostergard S"),
    ("García Márquez, Elena", "Garcia-Marquez E"),
    ("García Márquez, Elena", "Marquez, Elena Garcia"),
    ("van de Velde, Cornelis", "Velde, Cornelis van de"),
    ("van de Velde, Cornelis", "Van De Velde C"),
    ("van de Velde, Cornelis", "Velde C"),
    ("af Klint, Hilma", "Klint HA"),
    ("El Masri, Omar A.", "Masri, Omar El"),
    ("Dos Santos, Rui", "Santos R"),
    ("O'Brien, Mary", "OBrien M"),
    ("Bunn, Paul A., Jr", "Bunn PA Jr"),
    ("Bunn PA Jr", "Bunn PA"),
    ("BERG, ADELA", "Berg, Adela"),
    ("Wang, Xiao-Ming", "Wang Xiaoming"),
    ("Xiaoming Wang", "Wang, Xiaoming"),
]


@pytest.mark.parametrize(("one", "two"), NAMES, ids=lambda name: name)
@pytest.mark.parametrize("others", ["", "; Dahl, Bo; Ek, Carl"], ids=["alone", "with others"])
def test_names_of_one_person_in_two_forms(one, two, others):
    """Initials, order, accents and small words make no other person, also where the title is worded anew."""
    assert both_ways({"author": one + others}, {"author": two + others}) == "same"
    anew = {"title": "Painful knees and their frugal imaging by general practitioners"}
    assert both_ways({"author": one + others}, {"author": two + others} | anew) == "same"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Lee, Anna", "Dahl, Bo"),
        ("Berg, Anna; Ek, Carl", "Dahl, Bo; Falk, Eva"),
        ("de la Cruz, A", "de la Rue, B"),
    ],
)
def test_other_people_stay_apart(one, two):
    """Small words before a surname make no two people one."""
    assert both_ways({"author": one, "pages": ""}, {"author": two, "pages": ""}) != "same"


def test_numbers_of_records_are_no_issues():
    """Where hardly an issue comes twice in a large export, the column counts the records."""
    rows = []
    for number in range(60):
        own = {
            "title": f"Frugal imaging of the {chr(97 + number % 26)}{number // 26} bone in care",
            "pages": "",
        }
        for copy in range(2):
            rows.append(BASE | own | {"number": str(2 * number + copy + 1), "ID": f"{number}-{copy}"})
    frame = pd.DataFrame(rows)
    groups = cluster(as_records(frame), find_pairs(frame)).groupby("cluster_id").size()
    assert groups.tolist() == [2] * 60


def test_two_groups_are_asked_about_once():
    """Copies of two records that may be one make one question, of the earliest two."""
    one, two = {"pages": "123-129", "number": ""}, {"pages": "456-460", "number": ""}
    asked = find_pairs(frame_of(one, two, one, two)).query("verdict == 'ask'")
    assert asked[["record_a", "record_b"]].to_numpy().tolist() == [["0", "1"]]


@given(st.text(max_size=30))
def test_any_text_of_pages_and_issue_is_read(text):
    """What stands in the fields of pages and issue never breaks, and gives figures or nothing."""
    assert all(any(char.isdigit() for char in page) for page in first_pages(text).split())
    assert all(number == "s" or number.isdigit() for number in issues_of(text).split())


@given(st.permutations(["Berg, Anna", "Dahl, Bo", "van de Velde, Cornelis", "El Masri, Omar"]))
def test_the_order_of_names_is_none_of_their_words(names):
    """Names give the same words in every order."""
    first, *rest = names
    assert sorted(author_words("; ".join(names)).split()) == sorted(
        author_words("; ".join([*rest, first])).split()
    )


def test_a_yearly_title_ahead_of_print_is_asked_about():
    """Guidelines that come back may be last year's or the same before print: a person says."""
    title = {"title": "Guidelines on frugal imaging of painful knees"}
    assert both_ways(title | {"year": "2014"} | NO_PLACE, title) == "ask"
