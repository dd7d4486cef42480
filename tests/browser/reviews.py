"""Reviews to judge in: one of invented near-duplicates, and a copy of the sample."""

import shutil

from review.project import create, shipped
from review.workbench import Workbench

TITLES = (
    "Withdrawal of proton pump inhibitors in primary care",
    "Overuse of imaging in acute low back pain",
    "Stopping routine preoperative chest radiographs",
    "Fewer repeat colonoscopies after a normal examination",
    "De-implementation of antibiotics for viral bronchitis",
    "Vitamin D tests in adults without risk: who asks for them",
    "Knee arthroscopy in degenerative disease and its decline",
    "Deprescribing of sleeping pills in nursing homes",
)
ENTRY = """TY  - JOUR
TI  - {title}
{authors}JO  - {journal}
PY  - {year}
VL  - {volume}
AB  - {abstract}
ER  - 
"""  # noqa: W291 - that is how the format ends an entry


def entry(
    title,
    *,
    year=2019,
    journal="Journal of Invented Care",
    volume="12",
    authors=("Berg, A", "Dahl, B"),
    abstract="",
):
    """Return one entry of a RIS file."""
    names = "".join(f"AU  - {name}\n" for name in authors)
    return ENTRY.format(
        title=title, authors=names, journal=journal, year=year, volume=volume, abstract=abstract
    )


def near_duplicates(folder, titles=TITLES, language="en"):
    """Make a review in which no rule is sure of any pair, and return its folder."""
    create(folder, title="Invented near-duplicates", language=language)
    before = "BACKGROUND: {} is common. METHODS: We counted in registers. RESULTS: It fell by 12 percent."
    after = "BACKGROUND: {} is debated. METHODS: We asked nurses and managers. CONCLUSION: It takes support."
    one = [entry(title, abstract=before.format(title)) for title in titles]
    two = [
        entry(f"{title}: experience from clinics in the north", year=2020, abstract=after.format(title))
        for title in titles
    ]
    (folder / "data" / "raw" / "pubmed.ris").write_text("".join(one), encoding="utf-8")
    (folder / "data" / "raw" / "embase.ris").write_text("".join(two), encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
    return folder


def sample(folder):
    """Make a copy of the sample review, imported and deduplicated, and return its folder."""
    return copied("imported", folder, prepare_sample)


def decided_sample(folder):
    """Make a copy of the sample with the decisions of all its readers, and return its folder."""
    return copied("decided", folder, prepare_decisions)


def copied(name, folder, prepare):
    """Return a copy of a review that is prepared once, beside the copies."""
    prepared = folder.parent / f".{name}"
    if not prepared.exists():
        prepare(prepared)
    return shutil.copytree(prepared, folder)


def prepare_sample(folder):
    """Lay out the sample, import and deduplicate it."""
    for name in ("notebooks", "references", "data/sample"):
        shutil.copytree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped("review.toml"), folder / "review.toml")
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()


def prepare_decisions(folder):
    """Put the decisions that are shipped with the sample into a copy of it."""
    with Workbench.open(sample(folder)) as workbench:
        workbench.import_listed("decisions")


def sample_in_dispute(folder):
    """Make a copy of the sample in which two readers have decided and nobody has settled."""
    with Workbench.open(decided_sample(folder)) as workbench:
        for row in workbench.decisions.current("title_abstract").query("reader == 'karin'").itertuples():
            workbench.store.withdraw("decisions", row.id, reader="karin")
    return folder


def decisions(folder):
    """Return the decisions that count, in the order they were made."""
    with Workbench.open(folder) as workbench:
        return workbench.store.current("decisions")
