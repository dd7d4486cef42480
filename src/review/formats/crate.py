"""Crate: files described as an RO-Crate, so that others can find out what they are and what they rest on."""

import hashlib
import json
from pathlib import Path
from urllib.parse import quote

from review.errors import UsageError
from review.formats.files import whole_file

__all__ = ["CRATE", "write_crate"]

CRATE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.1"
KINDS = {
    ".html": "text/html", ".pdf": "application/pdf", ".svg": "image/svg+xml", ".png": "image/png",
    ".csv": "text/csv", ".json": "application/json", ".ris": "application/x-research-info-systems",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jsonl": "application/jsonl",
}  # fmt: skip


def write_crate(folder, files, *, name, description, date, language, people=(), software=None, inputs=()):
    """Write ``ro-crate-metadata.json`` into a folder, describing files in it.

    Parameters
    ----------
    folder : path
        The root of the crate; `files` are in it or below it.
    date : datetime.date
        Of publication.
    people : sequence of (id, name)
        Who judged.
    software : dict of str to str, optional
        Program to version; the first made the files.
    inputs : sequence of (name, sha256)
        What the files were made from, which is not in the crate.

    Returns
    -------
    Path

    Raises
    ------
    UsageError
        If there is no date, or a file is not in the folder.

    Source
    ------
    RO-Crate 1.1, https://w3id.org/ro/crate/1.1.
    """
    folder = Path(folder)
    if date is None:
        raise UsageError("an RO-Crate needs a date of publication; set date in review.toml or give --date")
    parts = [entity_of(Path(path), folder) for path in sorted(files)]
    persons = [entity(f"#person-{quote(key)}", "Person", name=said) for key, said in people]
    programs = [
        entity(f"#software-{quote(key)}", "SoftwareApplication", name=key, version=version)
        for key, version in (software or {}).items()
    ]
    sources = [
        entity(f"#input-{digest}", "CreativeWork", name=said, sha256=digest)
        for digest, said in sorted({digest: said for said, digest in inputs}.items())
    ]
    licence = entity("#licence", "CreativeWork", name="No licence stated")
    made = entity("#made", "CreateAction", name="Made from the review's inputs", instrument=links(programs),
                  object=links(sources), result=links(parts))  # fmt: skip
    root = entity("./", "Dataset", name=name, description=description or name, datePublished=date.isoformat(),
                  inLanguage=language, license=links([licence])[0], hasPart=links(parts),
                  author=links(persons), mentions=links([made]))  # fmt: skip
    descriptor = entity(CRATE, "CreativeWork", about=links([root])[0], conformsTo={"@id": PROFILE})
    graph = [descriptor, root, *parts, *persons, *programs, *sources, licence, made]
    context = [f"{PROFILE}/context", {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}]
    with whole_file(folder / CRATE) as path:
        said = json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)
        path.write_text(said + "\n", encoding="utf-8", newline="\n")
    return folder / CRATE


def entity(key, kind, **said):
    """Return an entity: its id, what it is, and what is said of it."""
    return {"@id": key, "@type": kind, **said}


def links(entities):
    """Return the references to entities."""
    return [{"@id": entity["@id"]} for entity in entities]


def entity_of(path, folder):
    """Return a file as an entity: what it is, how large, and its checksum."""
    try:
        inside = path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        raise UsageError(f"{path}: is not in {folder}; a crate describes files in its own folder") from None
    content = path.read_bytes()
    kind = KINDS.get(path.suffix, "application/octet-stream")
    digest = hashlib.sha256(content).hexdigest()
    size = str(len(content))
    return entity(quote(inside), "File", name=path.name, encodingFormat=kind, contentSize=size, sha256=digest)
