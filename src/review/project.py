"""The project: what review.toml says, where its files lie, and what ships with the package."""

import datetime
import os
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from review.errors import ProjectError, UsageError

__all__ = ["ROLES", "Project", "Reader", "create", "shipped"]

FILE = "review.toml"
ROLES = ("reader", "adjudicator", "health_economist", "observer")
LANGUAGES = ("sv", "en")
DATABASE_VARIABLE = "REVIEW_DATABASE_URL"

REASONS = (
    "wrong_population",
    "wrong_intervention",
    "wrong_study_design",
    "no_relevant_outcome",
    "abstract_only",
    "duplicate_report",
    "not_retrieved",
)

# section -> key -> (type, smallest, largest); what is not listed here is refused by name
NUMBERS = {
    "screening": {
        "readers_per_reference": (int, 1, 2),
        "random_share": (float, 0, 1),
        "seed": (int, 0, 2**32 - 1),
    },
    "stopping": {"recall": (float, 0.01, 1), "confidence": (float, 0.5, 0.9999)},
    "flags": {"low_value_care": (float, 0, 1), "de_implementation": (float, 0, 1)},
    "economics": {"price_year": (int, 1960, 2100)},
}
TEXTS = {
    "review": {"title", "title_sv", "question", "question_sv", "language", "date", "invented"},
    "criteria": {"include", "exclude"},
    "screening": {"reasons"},
    "readers": {"id", "name", "role"},
    "highlight": {"for", "against"},
    "economics": {"currency"},
    "exports": {"folder", "decisions", "links", "evaluations"},
    "store": {"url"},
}


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
class Project:
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
    criteria : dict of str to tuple of str
        ``include`` and ``exclude``.
    readers : tuple of Reader
    readers_per_reference : int
        1 or 2.
    random_share : float in [0, 1]
        Share of the screening queue drawn at random.
    seed : int
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
    database_url : str
        "" for the SQLite file in ``data/``.
    """

    folder: Path
    title: dict
    question: dict = field(default_factory=dict)
    language: str = "sv"
    date: datetime.date | None = None
    invented: bool = False
    criteria: dict = field(default_factory=lambda: {"include": (), "exclude": ()})
    readers: tuple[Reader, ...] = ()
    readers_per_reference: int = 1
    random_share: float = 0.05
    seed: int = 0
    reasons: tuple[str, ...] = REASONS
    recall: float = 0.95
    confidence: float = 0.95
    thresholds: dict = field(default_factory=lambda: {"low_value_care": 0.5, "de_implementation": 0.5})
    highlight: dict = field(default_factory=lambda: {"for": (), "against": ()})
    price_year: int = 2024
    currency: str = "SEK"
    exports: dict = field(default_factory=lambda: {"folder": "data/raw"})
    database_url: str = ""

    @classmethod
    def open(cls, folder="."):
        """Return the project of a folder, or of the nearest folder above it that has a review.toml.

        Raises
        ------
        ProjectError
            If there is no review.toml, or it says something that cannot be.
        """
        start = Path(folder).resolve()
        for place in (start, *start.parents):
            if (place / FILE).is_file():
                return read(place / FILE)
        raise ProjectError(f"{start}: no {FILE} here or above; make a review with: review init DIR")

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
        """Return the question and what is to be included, as the text that ranking starts from."""
        return " ".join((*self.question.values(), *self.criteria["include"]))


def read(path):
    """Return the `Project` a review.toml describes.

    Raises
    ------
    ProjectError
        Naming every unknown or impossible entry at once.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}: not readable as TOML: {error}") from None
    faults = [*unknown_entries(said), *impossible_numbers(said)]
    review, screening = said.get("review", {}), said.get("screening", {})
    if not review.get("title"):
        faults.append("[review] title is missing")
    if review.get("language", "sv") not in LANGUAGES:
        faults.append(f"[review] language must be one of {', '.join(LANGUAGES)}; got {review['language']!r}")
    if "date" in review and not isinstance(review["date"], datetime.date):
        faults.append(
            f"[review] date must be a date such as 2026-10-01 without quotes; got {review['date']!r}"
        )
    readers, reader_faults = read_readers(said.get("readers", []))
    faults += reader_faults
    if faults:
        raise ProjectError(f"{path}: " + "; ".join(faults))
    return Project(
        folder=path.parent,
        title=in_languages(review, "title"),
        question=in_languages(review, "question"),
        language=review.get("language", "sv"),
        date=review.get("date"),
        invented=bool(review.get("invented", False)),
        criteria=word_lists(said.get("criteria", {}), ("include", "exclude")),
        readers=readers,
        reasons=tuple(screening.get("reasons", REASONS)),
        thresholds={"low_value_care": 0.5, "de_implementation": 0.5} | said.get("flags", {}),
        highlight=word_lists(said.get("highlight", {}), ("for", "against")),
        exports={"folder": "data/raw"} | said.get("exports", {}),
        database_url=said.get("store", {}).get("url", ""),
        **{key: screening[key] for key in NUMBERS["screening"] if key in screening},
        **said.get("stopping", {}),
        **said.get("economics", {}),
    )


def unknown_entries(said):
    """Return a sentence for each section or key that no one would read."""
    faults = []
    sections = sorted({*TEXTS, *NUMBERS})
    for section, content in said.items():
        if section not in sections:
            faults.append(f"unknown section [{section}]; there are {', '.join(sections)}")
            continue
        known = TEXTS.get(section, set()) | set(NUMBERS.get(section, {}))
        for table in content if isinstance(content, list) else [content]:
            extra = sorted(set(table) - known) if isinstance(table, dict) else [section]
            faults += [f"[{section}] {key} is unknown; there are {', '.join(sorted(known))}" for key in extra]
    return faults


def impossible_numbers(said):
    """Return a sentence for each number that is none or out of its range."""
    faults = []
    for section, keys in NUMBERS.items():
        for key, (kind, smallest, largest) in keys.items():
            value = said.get(section, {}).get(key, smallest)
            numeric = isinstance(value, (int, kind)) and not isinstance(value, bool)
            if not numeric or not smallest <= value <= largest:
                faults.append(
                    f"[{section}] {key} must be a number from {smallest} to {largest}; got {value!r}"
                )
    return faults


def read_readers(entries):
    """Return the readers, and a sentence for each that cannot be."""
    readers, faults = [], []
    for entry in entries:
        reader = Reader(
            str(entry.get("id", "")), str(entry.get("name", entry.get("id", ""))), entry.get("role", "reader")
        )
        if not reader.id:
            faults.append("[[readers]] needs an id")
        if reader.role not in ROLES:
            faults.append(
                f"[[readers]] {reader.id}: role must be one of {', '.join(ROLES)}; got {reader.role!r}"
            )
        if reader.id in {known.id for known in readers}:
            faults.append(f"[[readers]] {reader.id} is there twice")
        readers.append(reader)
    return tuple(readers), faults


def in_languages(table, key):
    """Return {"en": …, "sv": …}; where only one is given it serves for both."""
    english, swedish = table.get(key, ""), table.get(f"{key}_sv", "")
    return {"en": english or swedish, "sv": swedish or english}


def word_lists(table, keys):
    """Return each key's list of words as a tuple."""
    return {key: tuple(table.get(key, ())) for key in keys}


def shipped(*parts):
    """Return the path of something that ships with the package: notebooks, references, the sample.

    In an installed package these lie in ``review/shipped``; in a checkout at its top.
    """
    package = Path(__file__).resolve().parent
    for base in (package / "shipped", package.parents[1]):
        if base.joinpath(*parts).exists():
            return base.joinpath(*parts)
    raise ProjectError(f"{'/'.join(parts)} is missing from the installed package; install review again")


def create(folder, *, title, language="sv"):
    """Lay out a new review: review.toml, notebooks, references and empty data folders.

    Raises
    ------
    ProjectError
        If the folder already holds a review, or something else: nothing is overwritten.
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise ProjectError(f"{folder}: not empty; name a folder that does not exist yet")
    for name in ("data/raw", "outputs"):
        folder.joinpath(name).mkdir(parents=True, exist_ok=True)
    copy_tree(shipped("notebooks"), folder / "notebooks")
    copy_tree(shipped("references"), folder / "references")
    # JSON strings are TOML strings, so that quotes in a title do no harm
    text = shipped("references", "templates", FILE).read_text(encoding="utf-8")
    text = text.replace("@TITLE@", title.replace("\\", "\\\\").replace('"', '\\"')).replace(
        "@LANGUAGE@", language
    )
    folder.joinpath(FILE).write_text(text, encoding="utf-8")
    return read(folder / FILE)


def copy_sample(folder):
    """Lay out the sample review in an empty folder.

    Raises
    ------
    ProjectError
        If the folder is not empty.
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise ProjectError(f"{folder}: not empty and not the sample; name a folder that does not exist yet")
    folder.joinpath("outputs").mkdir(parents=True, exist_ok=True)
    for name in ("notebooks", "references", "data/sample"):
        copy_tree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped(FILE), folder / FILE)
    return read(folder / FILE)


def copy_tree(source, target):
    """Copy a folder without what only tools need."""
    shutil.copytree(
        source, target, ignore=shutil.ignore_patterns(".*", "__pycache__", "works"), dirs_exist_ok=True
    )
