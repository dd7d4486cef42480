"""The interface's words: every one in both languages, numbers as each language writes them."""

import pytest

from review.errors import UsageError
from review.evidence import CERTAINTIES, DECISIONS, DIRECTIONS, FLAGS, STAGES
from review.project import REASONS, ROLES
from review.vocabulary import number, percent, say, sort_key, words

NEEDED = {*FLAGS, *DECISIONS, *DIRECTIONS, *CERTAINTIES, *STAGES, *ROLES, *REASONS}


@pytest.mark.parametrize("key", sorted(NEEDED))
def test_every_value_people_choose_from_has_words(key):
    """No English code shows in a Swedish report."""
    assert key in words()


def test_no_word_is_missing_in_a_language():
    """A key has both, and the same names in braces."""
    for key, both in words().items():
        assert both["sv"].strip(), key
        assert both["en"].strip(), key
        assert braces(both["sv"]) == braces(both["en"]), key


def braces(text):
    """Return the names in braces."""
    return {part.split("}")[0] for part in text.split("{")[1:]}


NUMBERS = [
    pytest.param(1234567, "sv", 0, "1\u202f234\u202f567", id="thousands-sv"),
    pytest.param(1234567, "en", 0, "1,234,567", id="thousands-en"),
    pytest.param(0.456, "sv", 2, "0,46", id="decimals-sv"),
    pytest.param(-0.001, "sv", 1, "0,0", id="no-minus-zero"),
    pytest.param(-12, "en", 0, "−12", id="minus-sign"),
    pytest.param(float("nan"), "sv", 0, "–", id="missing-is-a-dash"),
]


@pytest.mark.parametrize(("value", "language", "decimals", "expected"), NUMBERS)
def test_numbers_are_written_as_the_language_writes_them(value, language, decimals, expected):
    """Decimal comma and thin space in Swedish, point and comma in English."""
    assert number(value, language, decimals) == expected


def test_no_share_stands_without_its_denominator():
    """24 of 83, and nothing of nothing is no share."""
    assert percent(24, 83, "en") == "29% (24 of 83)"
    assert percent(0, 0, "sv") == "– (0 av 0)"


def test_a_word_of_the_users_own_comes_back_as_it_is():
    """Reasons and databases may have any name."""
    assert say("my own reason", "sv") == "my own reason"


def test_other_languages_are_refused():
    """Swedish and English are what there is."""
    with pytest.raises(UsageError, match="language must be sv or en; got 'de'"):
        say("include", "de")


def test_swedish_letters_sort_last_and_in_order():
    """å, ä, ö come after z."""
    assert sorted(["Örebro", "Zebra", "Ängelholm", "Åmål", "Abisko"], key=sort_key) == [
        "Abisko",
        "Zebra",
        "Åmål",
        "Ängelholm",
        "Örebro",
    ]
