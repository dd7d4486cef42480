"""The settings of a review: who reads, when to stop, where things lie."""

import datetime
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from review.errors import UsageError
from review.project.publisher import Publisher

__all__ = ["DATABASE_VARIABLE", "FILE", "JUDGED", "LANGUAGES", "MODES", "REASONS", "ROLES", "Reader",
           "Settings"]  # fmt: skip

FILE = "review.toml"
ROLES = ("reader", "adjudicator", "health_economist", "observer")
MODES = {"one_reader": 1, "two_readers": 2, "one_and_sample": 2}
"""How many read a reference at most; with ``one_and_sample`` a second reader reads a share of them."""
MAY = {
    "read and decide": ROLES,
    "settle conflicts": ("adjudicator",),
    "judge duplicates": ("reader", "adjudicator", "health_economist"),
    "sign what they write": ("reader", "adjudicator", "health_economist"),
    "take back imports": ("reader", "adjudicator", "health_economist"),
    "link and code": ("reader", "adjudicator", "health_economist"),
    "fill in economic evaluations": ("health_economist", "adjudicator", "reader"),
}
"""What is done, and which roles may do it. An observer may decide, to try things out; it never counts."""
LANGUAGES = ("sv", "en")
JUDGED = ("as_said", "on_included", "on_all")
DATABASE_VARIABLE = "REVIEW_DATABASE_URL"
STARTS = ("question", "criteria", "glossary", "register")
REASONS = ("wrong_population", "wrong_intervention", "wrong_study_design", "no_relevant_outcome",
           "abstract_only", "duplicate_report", "not_retrieved")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who judges.

    Attributes
    ----------
    id : str
        Short name, as it stands beside each judgement.
    name : str
        The name shown to others.
    role : str
        One of `ROLES`. Judgements of an observer never count.
    name_sv : str
        The name in Swedish texts where it is another, "" where it is the same.
    left : bool
        True for someone who reads no more. What they judged stays and counts; what waited for them
        goes to the others.
    key : str
        The fingerprint of the key by which this reader signs, "" where it is not pinned.
    """

    id: str
    name: str
    role: str = "reader"
    left: bool = False
    name_sv: str = ""
    key: str = ""

    def named(self, language):
        """Return the name as texts of a language show it.

        Examples
        --------
        >>> Reader("anna", "Anna (invented)", name_sv="Anna (påhittad)").named("sv")
        'Anna (påhittad)'
        """
        return (self.name_sv if language == "sv" else "") or self.name


@dataclass(frozen=True, slots=True)
class Settings:
    """What review.toml says; every value has a default but the title.

    Attributes
    ----------
    folder : Path
        The review's folder, where review.toml lies.
    title, question : dict of str to str
        Language code (``sv``, ``en``) to text.
    language : str
        Of the report: ``sv`` or ``en``.
    date : datetime.date or None
        The date printed in the report.
    invented : bool
        True where the studies are made up, which every page then says.
    criteria : dict of str to dict of str to tuple of str
        ``include`` and ``exclude``, each in Swedish and English.
    readers : tuple of Reader
    id : str
        Tells this review from others when logs are merged; made of the title where review.toml has none.
    readers_per_reference : int
        1 or 2: how both stages are read where `modes` says nothing.
    modes : dict of str to str
        Stage to one of `MODES`.
    checked_share : float in [0, 1]
        With ``one_and_sample``: the share of references a second reader reads as well.
    random_share : float in [0, 1]
        Share of the screening queue drawn at random.
    seed : int
    start_from : tuple of str
        What the first ranking starts from, before anybody has read: some of `STARTS`.
    reasons : tuple of str
        Why a full text may be excluded.
    recall, confidence : float in (0, 1]
        What screening must have reached before it may stop.
    control_share : float in [0, 1]
        Share of the pile that is read at random first, to tell when to stop; 0 where none was planned.
    thresholds : dict of str to float
        Flag to the probability from which a reference is marked.
    judged : str
        Where a *no* to a flag comes from, one of `JUDGED`: what readers said, or also flags they left unset
        on references that are included, or on all.
    highlight : dict of str to tuple of str
        ``for`` and ``against``: words shown in colour.
    price_year : int
    currency : str
    abstractors : int
        How many take each economic evaluation out of its study, blind to each other: 1 or 2.
    exports : dict of str to str
        Where exports and spreadsheets of judgements lie, relative to the folder.
    searches : dict of str to dict
        Name of an export to its `database`, `searched_on` (ISO 8601) and `search`, as far as they are said.
    protocol : str
        Where the plan of the review can be read: an address, a DOI, or a sentence.
    chapters : tuple of str
        The chapters of the report; all where none is named.
    previous : dict of str to int
        `studies` and `reports` of an earlier version of the review; empty where there was none.
    publisher : Publisher
        Who stands behind the report.
    database_url : str
        "" for the SQLite file in ``data/``.
    """

    folder: Path
    title: dict
    question: dict = field(default_factory=dict)
    language: str = "sv"
    date: datetime.date | None = None
    invented: bool = False
    criteria: dict = field(
        default_factory=lambda: {kind: {"sv": (), "en": ()} for kind in ("include", "exclude")}
    )
    readers: tuple[Reader, ...] = ()
    id: str = ""
    readers_per_reference: int = 1
    modes: dict = field(default_factory=dict)
    checked_share: float = 0.2
    random_share: float = 0.05
    seed: int = 0
    start_from: tuple[str, ...] = STARTS
    reasons: tuple[str, ...] = REASONS
    recall: float = 0.95
    confidence: float = 0.95
    control_share: float = 0.0
    thresholds: dict = field(default_factory=lambda: {"low_value_care": 0.5, "de_implementation": 0.5})
    judged: str = "as_said"
    highlight: dict = field(default_factory=lambda: {"for": (), "against": ()})
    price_year: int = 2024
    currency: str = "SEK"
    abstractors: int = 1
    exports: dict = field(default_factory=lambda: {"folder": "data/raw"})
    searches: dict = field(default_factory=dict)
    protocol: str = ""
    chapters: tuple[str, ...] = ()
    previous: dict = field(default_factory=dict)
    publisher: Publisher = field(default_factory=Publisher)
    database_url: str = ""

    @property
    def year(self):
        """The year of the report's date; without one, whatever has an end has come to it."""
        return self.date.year if self.date else datetime.MAXYEAR

    def database(self):
        """Return where judgements are kept: an address, or the path of the SQLite file."""
        return os.environ.get(DATABASE_VARIABLE) or self.database_url or self.folder / "data" / "review.db"

    def path(self, *parts):
        """Return a path inside the review's folder."""
        return self.folder.joinpath(*parts)

    def export_files(self):
        """Return the files in the folder of exports, in the order of their names."""
        folder = self.path(self.exports.get("folder", "data/raw"))
        if not folder.is_dir():
            return []
        return sorted(p for p in folder.iterdir() if p.is_file() and p.name[0] != "." and p.suffix != ".md")

    def identity(self):
        """Return `id` and `title` of the review, by which a log of another one is told."""
        title = self.title.get("en", "")
        return {"id": self.id or "-".join(title.casefold().split()), "title": title}

    def reader(self, name, what=None):
        """Return the reader called `name`, who may do `what` (one of `MAY`) where that is given.

        Raises
        ------
        UsageError
            If review.toml names no such reader, or has given them another role, or says they have left.
        """
        found = next((reader for reader in self.readers if reader.id == name), None)
        if found is None:
            known = ", ".join(reader.id for reader in self.readers) or "none yet"
            raise UsageError(f"unknown reader {name!r}; {FILE} names {known}; add a [[readers]] entry there")
        if what is None:
            return found
        if found.left:
            raise UsageError(
                f"{name} has left this review ({FILE} says left = true), so nothing was stored; "
                f"ask {', '.join(self.with_role(found.role)) or 'another reader'}, or take that line out"
            )
        if found.role not in MAY[what]:
            role, able = found.role.replace("_", " "), ", ".join(self.who_may(what))
            raise UsageError(
                f"{name} is {'an' if role[0] in 'ao' else 'a'} {role} and may not {what}; "
                f"ask {able or f'a reader with the role {MAY[what][0]}, which {FILE} names none of yet'}"
            )
        return found

    def with_role(self, role, *, left=False):
        """Return the ids of the readers with a role; those who have left only if `left`."""
        return tuple(one.id for one in self.readers if one.role == role and (left or not one.left))

    def roles(self):
        """Return the role of each reader, of those who have left too; None where review.toml names none."""
        return {reader.id: reader.role for reader in self.readers} or None

    @property
    def judges(self):
        """The ids of all adjudicators, those who have left too."""
        return self.with_role("adjudicator", left=True)

    @property
    def observers(self):
        """The ids of all whose decisions never count, those who have left too."""
        return self.with_role("observer", left=True)

    def sees_all(self, reader):
        """Return whether nothing of what others judge is hidden from a reader; "" is nobody in particular."""
        return bool(reader) and self.reader(reader).role == "adjudicator"

    def who_may(self, what):
        """Return the ids of the readers who may do one of `MAY`."""
        return tuple(reader.id for reader in self.readers if reader.role in MAY[what] and not reader.left)

    def mode(self, stage):
        """Return how a stage is read, one of `MODES`."""
        usual = "one_reader" if self.readers_per_reference == 1 else "two_readers"
        return self.modes.get(stage, usual)

    def readers_needed(self, stage, reference_ids):
        """Return how many must read each reference at a stage: a dictionary of 1 and 2.

        Which references are checked by a second reader follows from their id and the seed alone, so
        that it is the same everywhere, and stays the same when references are added.
        """
        mode = self.mode(stage)
        if mode != "one_and_sample":
            return dict.fromkeys(reference_ids, MODES[mode])
        return {name: 2 if self.draw(stage, name) < self.checked_share else 1 for name in reference_ids}

    def draw(self, stage, reference_id):
        """Return the number in [0, 1) that decides whether a reference is in the checked sample."""
        text = f"{self.seed} {stage} {reference_id}".encode()
        return int(hashlib.md5(text, usedforsecurity=False).hexdigest()[:7], 16) / 16**7

    def seed_text(self):
        """Return the question and what is to be included, as far as the first ranking starts from them."""
        texts = list(self.question.values()) if "question" in self.start_from else []
        if "criteria" in self.start_from:
            texts += [*self.criteria["include"]["sv"], *self.criteria["include"]["en"]]
        # what is said in one language only serves for both, and counts once
        return " ".join(dict.fromkeys(texts))
