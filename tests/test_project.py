"""The project: review.toml is read whole or refused with every fault named; a new review is laid out once."""

import pytest

from review.errors import ProjectError, UsageError
from review.project import Project, create, shipped

SMALL = '[review]\ntitle = "Knees"\n'


def project_of(folder, text):
    """Write a review.toml and open it."""
    (folder / "review.toml").write_text(text, encoding="utf-8")
    return Project.open(folder)


def test_the_shipped_sample_says_that_it_is_invented():
    """The repository itself opens as the sample review."""
    project = Project.open(shipped("review.toml").parent)
    assert project.invented
    assert project.with_role("reader") == ("anna", "bengt")
    assert project.readers_per_reference == 2


def test_each_export_may_say_how_was_searched(tmp_path):
    """Database, day and search string go with the file into every import."""
    entry = '[[searches]]\nfile = "a.ris"\ndatabase = "PubMed"\nsearched_on = 2026-08-17\nsearch = "knee"\n'
    known = project_of(tmp_path, SMALL + entry).searches
    assert known == {"a.ris": {"database": "PubMed", "searched_on": "2026-08-17", "search": "knee"}}


def test_what_is_said_in_one_language_serves_for_both(tmp_path):
    """A review in Swedish alone has criteria in its English report too."""
    project = project_of(tmp_path, SMALL + '[criteria]\ninclude_sv = ["Knän"]\n')
    assert project.criteria["include"] == {"sv": ("Knän",), "en": ("Knän",)}
    assert project.seed_text().count("Knän") == 1


def test_a_title_is_enough(tmp_path):
    """Everything else has a sensible default."""
    project = project_of(tmp_path, SMALL)
    assert (project.recall, project.confidence, project.language) == (0.95, 0.95, "sv")
    assert project.title == {"en": "Knees", "sv": "Knees"}
    assert project.database() == tmp_path / "data" / "review.db"


def test_the_nearest_folder_above_counts(tmp_path):
    """A notebook in notebooks/ finds the review it lies in."""
    project_of(tmp_path, SMALL)
    (tmp_path / "notebooks").mkdir()
    assert Project.open(tmp_path / "notebooks").folder == tmp_path


def test_no_review_here_says_how_to_make_one(tmp_path):
    """The remedy is a command."""
    with pytest.raises(ProjectError, match="review init DIR"):
        Project.open(tmp_path)


FAULTS = [
    pytest.param('[review]\nlanguage = "sv"\n', r"\[review\] title is missing", id="no-title"),
    pytest.param(
        SMALL + "tilte = 3\n", r"\[review\] tilte is unknown; there are criteria|tilte is unknown", id="typo"
    ),
    pytest.param(SMALL + "[stoping]\nrecall = 1\n", r"unknown section \[stoping\]", id="unknown-section"),
    pytest.param(
        SMALL + "[stopping]\nrecall = 95\n", "must be a number from 0.01 to 1; got 95", id="percent"
    ),
    pytest.param(SMALL + "[stopping]\nrecall = true\n", "must be a number", id="truth-is-no-number"),
    pytest.param(SMALL + '[[readers]]\nid = "a"\nrole = "boss"\n', "role must be one of reader", id="role"),
    pytest.param(
        SMALL + '[[readers]]\nid = "a"\n[[readers]]\nid = "a"\n', "a is there twice", id="reader-twice"
    ),
    pytest.param(SMALL + 'date = "soon"\n', "date must be a date such as", id="date"),
    pytest.param(SMALL + '[screening]\nstart_from = ["luck"]\n', "start_from may hold question", id="start"),
    pytest.param(
        SMALL + '[screening]\nfull_text = "three"\n',
        "full_text must be one of one_reader, two_readers, one_and_sample; got 'three'",
        id="mode",
    ),
    pytest.param(SMALL + "[screening]\nchecked_share = 20\n", "from 0 to 1; got 20", id="share-in-percent"),
    pytest.param(SMALL + '[[readers]]\nid = "a"\nleft = "yes"\n', "a: left must be true or false", id="left"),
    pytest.param("[review\n", "not readable as TOML", id="broken"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_a_fault_is_named(tmp_path, text, message):
    """A setting that nobody reads, or that cannot be, is never passed over."""
    with pytest.raises(ProjectError, match=message):
        project_of(tmp_path, text)


def test_all_faults_are_named_at_once(tmp_path):
    """Nobody mends a file one error at a time."""
    with pytest.raises(ProjectError, match="recall.*confidence"):
        project_of(tmp_path, SMALL + "[stopping]\nrecall = 7\nconfidence = 7\n")


def test_an_unknown_reader_is_refused_with_the_known_ones(tmp_path):
    """A misspelt name must not become a second person."""
    project = project_of(tmp_path, SMALL + '[[readers]]\nid = "anna"\n')
    with pytest.raises(UsageError, match="unknown reader 'ana'; review.toml names anna"):
        project.reader("ana")


def test_what_cannot_be_had_can_always_be_said(tmp_path):
    """A review's own reasons stand first; *not retrieved* is added, for the flow counts it apart."""
    project = project_of(tmp_path, SMALL + '[screening]\nreasons = ["too_old"]\n')
    assert project.reasons == ("too_old", "not_retrieved")


def test_each_stage_may_be_read_in_its_own_way(tmp_path):
    """What a stage does not say follows from the number of readers per reference."""
    screening = '[screening]\nreaders_per_reference = 2\nfull_text = "one_reader"\n'
    project = project_of(tmp_path, SMALL + screening)
    assert (project.mode("title_abstract"), project.mode("full_text")) == ("two_readers", "one_reader")
    assert project.readers_needed("title_abstract", ["r1"]) == {"r1": 2}
    assert project.readers_needed("full_text", ["r1"]) == {"r1": 1}


def test_the_checked_sample_is_about_as_large_as_asked_for(tmp_path):
    """A fifth of many references, the others the same when more are added, another fifth at another stage."""
    screening = '[screening]\ntitle_abstract = "one_and_sample"\nfull_text = "one_and_sample"\n'
    project = project_of(tmp_path, SMALL + screening + "checked_share = 0.2\n")
    ids = [f"r{number}" for number in range(2000)]
    needed = project.readers_needed("title_abstract", ids)
    assert 0.17 < sum(n == 2 for n in needed.values()) / 2000 < 0.23
    assert project.readers_needed("title_abstract", ids[:10]).items() <= needed.items()
    assert project.readers_needed("full_text", ids) != needed


ROLES = """
[[readers]]
id = "anna"
[[readers]]
id = "erik"
role = "health_economist"
[[readers]]
id = "bengt"
left = true
[[readers]]
id = "guest"
role = "observer"
"""
REFUSED = [
    pytest.param(
        "anna", "settle conflicts", "a reader and may not settle.* names none of yet", id="no-judge"
    ),
    pytest.param("guest", "link and code", "an observer and may not link and code; ask anna", id="observer"),
    pytest.param("guest", "fill in economic evaluations", "may not fill in.*ask anna, erik", id="economics"),
    pytest.param("bengt", "read and decide", r"bengt has left this review .*; ask anna", id="left"),
]


@pytest.mark.parametrize(("reader", "what", "message"), REFUSED)
def test_what_a_role_may_not_do_is_refused_with_who_may(tmp_path, reader, what, message):
    """The sentence names the role, the deed and whom to ask."""
    with pytest.raises(UsageError, match=message):
        project_of(tmp_path, SMALL + ROLES).reader(reader, what)


def test_a_new_review_has_an_id_of_its_own(tmp_path):
    """Two reviews of one title are told apart; an older review is known by its title."""
    one, two = (create(tmp_path / name, title="Knees").identity() for name in ("one", "two"))
    assert one["id"] != two["id"]
    assert project_of(tmp_path, SMALL).identity() == {"id": "knees", "title": "Knees"}


@pytest.mark.parametrize("title", ["Knees", 'Care "without" benefit', "Åtgärder \\ utan nytta"])
def test_a_new_review_opens(tmp_path, title):
    """Whatever the title holds, the written file can be read."""
    made = create(tmp_path / "new", title=title, language="en")
    assert made.title["en"] == title
    assert Project.open(tmp_path / "new").language == "en"
    assert (tmp_path / "new" / "references" / "recommendations.csv").is_file()


def test_nothing_is_overwritten(tmp_path):
    """A folder that holds something is left as it is."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError, match="not empty"):
        create(tmp_path, title="Knees")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_database_may_be_named_by_the_environment(tmp_path, monkeypatch):
    """Teams keep the address, which may hold a password, out of the file."""
    monkeypatch.setenv("REVIEW_DATABASE_URL", "postgresql://server/review")
    assert project_of(tmp_path, SMALL).database() == "postgresql://server/review"
