"""A small review to annotate in: three invented studies, included, and two readers besides."""

from review.project import create
from review.workbench import Workbench

__all__ = ["press", "small_review", "study"]

STUDIES = (
    (
        "Cost-effectiveness of arthroscopic knee surgery in knee osteoarthritis",
        "BACKGROUND: Arthroscopic surgery is common. RESULTS: It cost more and gave nothing.",
    ),
    (
        "Reminders in the record against unnecessary radiographs of the knee",
        "METHODS: Pop-up alerts and feedback to clinicians, audited each month.",
    ),
    ("Nurses on why routine tests go on", "We asked 27 nurses. They told of lack of time and of habits."),
)
ENTRY = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nJO  - Invented Care\nPY  - 2019\nVL  - {}\nAB  - {}\nER  -\n"
READERS = """
[[readers]]
id = "reader2"
name = "Second reader"
role = "reader"

[[readers]]
id = "economist"
name = "Economist"
role = "health_economist"
"""


def small_review(folder, *, language="en"):
    """Make the review and return its workbench, open."""
    create(folder, title="Small", language=language)
    toml = folder / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + READERS, encoding="utf-8")
    entries = [ENTRY.format(title, number, text) for number, (title, text) in enumerate(STUDIES)]
    (folder / "data" / "raw" / "studies.ris").write_text("".join(entries), encoding="utf-8")
    workbench = Workbench.open(folder)
    workbench.pile.import_files()
    workbench.duplicates.merge()
    for reference_id in workbench.pile.references().reference_id:
        workbench.screening.decide(reference_id, "include", reader="reader1")
    return workbench


def study(workbench, start):
    """Return the id of the study whose title begins so."""
    references = workbench.pile.references()
    return references.reference_id[references.title.str.startswith(start)].iloc[0]


def press(board, name, **more):
    """Do what the browser does when the reader presses a key."""
    board._handle_custom_msg({"do": name, "key": board.shown["key"], **more}, [])
