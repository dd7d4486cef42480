"""Reading review.toml: what it says, or every entry that cannot be."""

import datetime
import os
import re
import tomllib
from pathlib import Path

from review.errors import ProjectError
from review.evidence import FLAGS, STAGES
from review.project.publisher import PUBLISHER, impossible_frame, read_publisher
from review.project.settings import FILE, JUDGED, LANGUAGES, MODES, REASONS, ROLES, STARTS, Reader, Settings

__all__ = ["Project", "read"]

# section -> key -> (type, smallest, largest); what is not listed here is refused by name
NUMBERS = {
    "screening": {
        "readers_per_reference": (int, 1, 2),
        "checked_share": (float, 0, 1),
        "random_share": (float, 0, 1),
        "seed": (int, 0, 2**32 - 1),
    },
    "stopping": {
        "recall": (float, 0.01, 1),
        "confidence": (float, 0.5, 0.9999),
        "control_share": (float, 0, 1),
    },
    "flags": {"low_value_care": (float, 0, 1), "de_implementation": (float, 0, 1)},
    "economics": {"price_year": (int, 1960, 2100), "abstractors": (int, 1, 2)},
    "previous": {"studies": (int, 0, 10**7), "reports": (int, 0, 10**7)},
}
TEXTS = {
    "review": {"id", "title", "title_sv", "question", "question_sv", "language", "date", "invented",
               "protocol"},
    "criteria": {"include", "include_sv", "exclude", "exclude_sv"},
    "screening": {"reasons", "start_from", *STAGES},
    "readers": {"id", "name", "name_sv", "role", "left", "key"},
    "flags": {"judged"},
    "highlight": {"for", "against"},
    "economics": {"currency"},
    "exports": {"folder", "decisions", "links", "evaluations", "abstractions", "settled", "codes"},
    "searches": {"file", "database", "searched_on", "search"},
    "report": {"chapters"},
    "publisher": PUBLISHER,
    "authors": {"name", "role", "role_sv"},
    "corrections": {"on", "text", "text_sv"},
    "store": {"url"},
}  # fmt: skip
MANY = ("readers", "searches", "authors", "corrections")
"""Sections of which there may be several."""
LISTS = {*TEXTS["criteria"], *TEXTS["highlight"], "reasons", "start_from", "chapters"}
"""Keys that hold a list of texts; any other holds one value."""
WORDED = {*TEXTS["exports"], *STAGES, "title", "title_sv", "question", "question_sv", "language", "protocol",
          "role", "url", "currency"}  # fmt: skip
"""Keys that hold a text and nothing else; an id or a day may also be written as a number or a date."""


class Project(Settings):
    """The settings of a review, read from its review.toml."""

    __slots__ = ()

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

    def keep(self, section, key, value):
        """Write a number into review.toml, where all else stays as it is; it holds from now on.

        Raises
        ------
        ProjectError
            If the section says it already, or is written in a way that no line can be added to.
        """
        path = self.path(FILE)
        text = path.read_bytes().decode("utf-8")
        before = tomllib.loads(text.removeprefix("\ufeff"))
        if key in before.get(section, {}):
            raise ProjectError(
                f"{path}: [{section}] {key} is {before[section][key]} already and stays so; to plan anew, as "
                "long as nothing was read by it, delete that line"
            )
        text = with_number(text, section, key, value)
        if not says(text, before | {section: before.get(section, {}) | {key: value}}):
            raise ProjectError(
                f"{path}: no line was written; add this one under [{section}]: {key} = {value}"
            )
        beside = path.with_name(f"{FILE}.new")
        beside.write_bytes(text.encode("utf-8"))
        os.replace(beside, path)
        # all rooms of an open review hold this one project
        object.__setattr__(self, key, value)


def read(path):
    """Return the `Project` a review.toml describes.

    Raises
    ------
    ProjectError
        Naming every unknown or impossible entry at once.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProjectError(f"{path}: not readable as TOML: {error}") from None
    if faults := list(misshapen(said)):
        raise ProjectError(f"{path}: " + "; ".join(faults))
    review, screening, criteria, flags = (
        said.get(name, {}) for name in ("review", "screening", "criteria", "flags")
    )
    readers, reader_faults = read_readers(said.get("readers", []))
    faults = [*unknown_entries(said), *impossible_numbers(said), *impossible_words(said), *reader_faults]
    faults += [*impossible_modes(screening), *impossible_frame(said)]
    faults += ["[[searches]] needs a file" for search in said.get("searches", []) if not search.get("file")]
    if faults:
        raise ProjectError(f"{path}: " + "; ".join(faults))
    return Project(
        folder=path.parent,
        id=str(review.get("id", "")),
        modes={stage: screening[stage] for stage in STAGES if stage in screening},
        title=in_languages(review, "title"),
        question=in_languages(review, "question"),
        invented=bool(review.get("invented", False)),
        criteria={kind: in_languages(criteria, kind, tuple) for kind in ("include", "exclude")},
        readers=readers,
        start_from=tuple(screening.get("start_from", STARTS)),
        # always among them, because the flow diagram counts what could not be had apart
        reasons=tuple(dict.fromkeys((*screening.get("reasons", REASONS), "not_retrieved"))),
        thresholds={flag: flags.get(flag, 0.5) for flag in FLAGS},
        judged=flags.get("judged", JUDGED[0]),
        highlight={key: tuple(said.get("highlight", {}).get(key, ())) for key in ("for", "against")},
        exports={"folder": "data/raw"} | said.get("exports", {}),
        searches={s["file"]: {k: str(s[k]) for k in s if k != "file"} for s in said.get("searches", [])},
        protocol=str(review.get("protocol", "")),
        chapters=tuple(said.get("report", {}).get("chapters", ())),
        previous=dict(said.get("previous", {})),
        publisher=read_publisher(said, in_languages),
        database_url=said.get("store", {}).get("url", ""),
        **{key: review[key] for key in ("language", "date") if key in review},
        **{key: screening[key] for key in NUMBERS["screening"] if key in screening},
        **said.get("stopping", {}),
        **said.get("economics", {}),
    )


def says(text, expected):
    """Return whether a text is TOML and says just this."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff")) == expected
    except tomllib.TOMLDecodeError:
        return False


def with_number(text, section, key, value):
    """Return a TOML text in which a section also says a number; comments and line ends stay.

    Examples
    --------
    >>> with_number("[stopping]  # when\\nrecall = 0.9\\n", "stopping", "control_share", 0.5)
    '[stopping]  # when\\ncontrol_share = 0.5\\nrecall = 0.9\\n'
    """
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"{end}{key} = {value}"
    head = re.search(rf"^[ \t]*\[[ \t]*{section}[ \t]*\][^\r\n]*", text, re.MULTILINE)
    place = head.end() if head else len(text)
    return text[:place] + (line if head else f"{end}[{section}]{line}{end}") + text[place:]


def misshapen(said):
    """Yield a sentence for each section or value of another shape than review.toml has.

    Examples
    --------
    >>> list(misshapen({"flags": 5, "criteria": {"include": "Studies of overuse"}}))
    ['[flags] must be a section with entries of its own', '[criteria] include must be a list of texts']
    """
    for section, content in said.items():
        tables = content if section in MANY else [content]
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            head = f"[[{section}]]" if section in MANY else f"[{section}]"
            yield f"{head} must be a section with entries of its own"
            continue
        for key, value in (pair for table in tables for pair in table.items()):
            texts = value if key in LISTS else [value]
            kinds = (str,) if key in LISTS | WORDED else (str, int, float, datetime.date)
            if not isinstance(texts, list) or not all(isinstance(text, kinds) for text in texts):
                what = "a list of texts" if key in LISTS else "a text" if key in WORDED else "one value"
                yield f"[{section}] {key} must be {what}"
            elif any("\0" in str(text) for text in texts):
                yield f"[{section}] {key} holds the sign NUL"


def impossible_words(said):
    """Yield a sentence for each title, language, date and start that cannot be."""
    review = said.get("review", {})
    if not review.get("title"):
        yield "[review] title is missing"
    if review.get("language", "sv") not in LANGUAGES:
        yield f"[review] language must be one of {', '.join(LANGUAGES)}; got {review['language']!r}"
    if "date" in review and not isinstance(review["date"], datetime.date):
        yield f"[review] date must be a date such as 2026-10-01 without quotes; got {review['date']!r}"
    if said.get("flags", {}).get("judged", JUDGED[0]) not in JUDGED:
        yield f"[flags] judged must be one of {', '.join(JUDGED)}; got {said['flags']['judged']!r}"
    odd = [name for name in said.get("screening", {}).get("start_from", ()) if name not in STARTS]
    if odd:
        yield f"[screening] start_from may hold {', '.join(STARTS)}; got {', '.join(map(str, odd))}"


def unknown_entries(said):
    """Yield a sentence for each section or key that no one would read."""
    sections = sorted({*TEXTS, *NUMBERS})
    for section, content in said.items():
        if section not in sections:
            yield f"unknown section [{section}]; there are {', '.join(sections)}"
            continue
        known = TEXTS.get(section, set()) | set(NUMBERS.get(section, {}))
        for table in content if isinstance(content, list) else [content]:
            for key in sorted(set(table) - known) if isinstance(table, dict) else [section]:
                yield f"[{section}] {key} is unknown; there are {', '.join(sorted(known))}"


def impossible_numbers(said):
    """Yield a sentence for each number that is none or out of its range."""
    for section, keys in NUMBERS.items():
        for key, (kind, smallest, largest) in keys.items():
            value = said.get(section, {}).get(key, smallest)
            numeric = isinstance(value, (int, kind)) and not isinstance(value, bool)
            if not numeric or not smallest <= value <= largest:
                yield f"[{section}] {key} must be a number from {smallest} to {largest}; got {value!r}"


def impossible_modes(screening):
    """Yield a sentence for each stage whose way of reading is unknown."""
    for stage in STAGES:
        if stage in screening and screening[stage] not in MODES:
            yield f"[screening] {stage} must be one of {', '.join(MODES)}; got {screening[stage]!r}"


def read_readers(entries):
    """Return the readers, and a sentence for each that cannot be."""
    readers, faults = [], []
    for entry in entries:
        name = str(entry.get("id", ""))
        left = entry.get("left", False)
        reader = Reader(
            id=name, name=str(entry.get("name", name)), role=entry.get("role", "reader"),
            left=left is True, name_sv=str(entry.get("name_sv", "")),
            key="-".join(re.findall(r"[0-9]{5}", str(entry.get("key", "")))),
        )  # fmt: skip
        if not isinstance(left, bool):
            faults.append(f"[[readers]] {name}: left must be true or false; got {left!r}")
        if entry.get("key", "") and len(reader.key) != 29:
            faults.append(
                f"[[readers]] {name}: key must be the 25 digits that review sign status shows; "
                f"got {entry['key']!r}"
            )
        if not name:
            faults.append("[[readers]] needs an id")
        if reader.role not in ROLES:
            faults.append(f"[[readers]] {name}: role must be one of {', '.join(ROLES)}; got {reader.role!r}")
        if name in {known.id for known in readers}:
            faults.append(f"[[readers]] {name} is there twice")
        readers.append(reader)
    return tuple(readers), faults


def in_languages(table, key, made=lambda said: said):
    """Return {"en": …, "sv": …}; where only one is given it serves for both."""
    english, swedish = (made(table.get(name, "")) for name in (key, f"{key}_sv"))
    return {"en": english or swedish, "sv": swedish or english}
