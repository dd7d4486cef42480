"""The settings of a review: who reads, when to stop, where things lie."""

import datetime
import os
from dataclasses import dataclass, field
from pathlib import Path

from review.errors import UsageError

__all__ = ["DATABASE_VARIABLE", "FILE", "LANGUAGES", "REASONS", "ROLES", "Reader", "Settings"]

FILE = "review.toml"
ROLES = ("reader", "adjudicator", "health_economist", "observer")
LANGUAGES = ("sv", "en")
DATABASE_VARIABLE = "REVIEW_DATABASE_URL"
STARTS = ("question", "criteria", "glossary", "register")
REASONS = (
    "wrong_population",
    "wrong_intervention",
    "wrong_study_design",
    "no_relevant_outcome",
    "abstract_only",
    "duplicate_report",
    "not_retrieved",
)


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
    """

    id: str
    name: str
    role: str = "reader"


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
    readers_per_reference : int
        1 or 2.
    random_share : float in [0, 1]
        Share of the screening queue drawn at random.
    seed : int
    start_from : tuple of str
        What the first ranking starts from, before anybody has read: some of `STARTS`.
    reasons : tuple of str
        Why a full text may be excluded.
    recall, confidence : float in (0, 1]
        What screening must have reached before it may stop.
    thresholds : dict of str to float
        Flag to the probability from which a reference is marked.
    highlight : dict of str to tuple of str
        ``for`` and ``against``: words shown in colour.
    price_year : int
    currency : str
    exports : dict of str to str
        Where exports and spreadsheets of judgements lie, relative to the folder.
    searches : dict of str to dict
        Name of an export to its `database`, `searched_on` (ISO 8601) and `search`, as far as they are said.
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
    readers_per_reference: int = 1
    random_share: float = 0.05
    seed: int = 0
    start_from: tuple[str, ...] = STARTS
    reasons: tuple[str, ...] = REASONS
    recall: float = 0.95
    confidence: float = 0.95
    thresholds: dict = field(default_factory=lambda: {"low_value_care": 0.5, "de_implementation": 0.5})
    highlight: dict = field(default_factory=lambda: {"for": (), "against": ()})
    price_year: int = 2024
    currency: str = "SEK"
    exports: dict = field(default_factory=lambda: {"folder": "data/raw"})
    searches: dict = field(default_factory=dict)
    database_url: str = ""

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
        return sorted(
            p for p in folder.iterdir() if p.is_file() and not p.name.startswith(".") and p.suffix != ".md"
        )

    def reader(self, name):
        """Return the reader called `name`.

        Raises
        ------
        UsageError
            If review.toml names no such reader.
        """
        for reader in self.readers:
            if reader.id == name:
                return reader
        known = ", ".join(reader.id for reader in self.readers) or "none yet"
        raise UsageError(f"unknown reader {name!r}; {FILE} names {known}; add a [[readers]] entry there")

    def with_role(self, role):
        """Return the ids of the readers with a role."""
        return tuple(reader.id for reader in self.readers if reader.role == role)

    def seed_text(self):
        """Return the question and what is to be included, as far as the first ranking starts from them."""
        texts = list(self.question.values()) if "question" in self.start_from else []
        if "criteria" in self.start_from:
            texts += [*self.criteria["include"]["sv"], *self.criteria["include"]["en"]]
        # what is said in one language only serves for both, and counts once
        return " ".join(dict.fromkeys(texts))
