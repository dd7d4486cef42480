"""The workbench itself: opening a review, its rooms, where it stands, and whether it is sound."""

from functools import partial

import pandas as pd

from review.evidence import STAGES
from review.project import Project
from review.store import Signing, Store
from review.workbench.abstraction import Abstraction
from review.workbench.ballots import Ballots
from review.workbench.cards import Cards
from review.workbench.checklists import Checklists
from review.workbench.codes import Codes
from review.workbench.coding_desk import CodingDesk
from review.workbench.contradicting import in_words
from review.workbench.decisions import Decisions
from review.workbench.desks import Desk
from review.workbench.duplicates import Duplicates
from review.workbench.economics import Economics
from review.workbench.economics_desk import EconomicsDesk
from review.workbench.flags import Flags
from review.workbench.flowing import counted_flow, whole_flow
from review.workbench.judgements import Judgements
from review.workbench.kept import Kept
from review.workbench.link_desk import LinkDesk
from review.workbench.links import Links
from review.workbench.more_desks import ConflictDesk, ListDesk, SecondDesk
from review.workbench.pair_desk import PairDesk
from review.workbench.pile import Pile
from review.workbench.readers import Readers
from review.workbench.register import Register
from review.workbench.report import Report
from review.workbench.room import as_table, line_of
from review.workbench.screening import Screening
from review.workbench.silences import Silences
from review.workbench.snapshot import evidence, snapshot
from review.workbench.standing import Standing
from review.workbench.stopping import Stopping
from review.workbench.tables import Tables
from review.workbench.taking_back import take_back
from review.workbench.workbook import Workbook

__all__ = ["ROOMS", "Workbench"]

ROOMS = ("pile", "duplicates", "register", "tables", "screening", "decisions", "readers", "stopping", "flags",
         "links", "codes", "standing", "economics", "checklists", "abstraction", "workbook", "cards",
         "report")  # fmt: skip
"""The rooms, in the order of the work."""
LISTED = ("decisions", "links", "evaluations", "abstractions", "settled", "codes")
"""Spreadsheets of judgements that review.toml may list under [exports], in the order they are taken in."""


class Workbench:
    """A review: its project, its memory, and a room for each part of the work.

    Every method of a room that decides something stores it before it returns; every other one is computed
    from what is stored, so that a restarted notebook finds everything as it was left.

    Attributes
    ----------
    project : review.project.Project
    store : review.store.Store
    pile, screening, links, cards and the other `ROOMS`
        Each tells on Tab, and when it is shown, what it does.
    """

    def __init__(self, project, store):
        self.project, self.store = project, store
        kept, silences = Kept(store), Silences(store)
        pile = self.pile = Pile(project, store, kept)
        register = self.register = Register(project)
        ballots = Ballots(project, store, kept, pile)
        decisions = self.decisions = Decisions(project, pile, ballots)
        screening = self.screening = Screening(project, store, kept, pile, register, decisions, ballots)
        self.readers = Readers(project, store, pile, decisions, ballots)
        stopping = self.stopping = Stopping(project, store, pile, decisions, ballots, screening)
        self.flags = Flags(project, kept, pile, register, decisions, screening)
        links = self.links = Links(project, store, pile, register, decisions)
        codes = self.codes = Codes(project, store, pile, register, decisions)
        economics = self.economics = Economics(project, store, silences, pile, register, decisions)
        self.checklists = Checklists(project, store, pile, economics)
        self.abstraction = Abstraction(project, store, silences, pile, economics)
        self.workbook = Workbook(project, pile, economics, self.checklists, self.abstraction)
        self.tables = Tables(project, register, links)
        judgements = Judgements(decisions, links, codes, economics)
        self.duplicates = Duplicates(project, store, kept, pile, judgements)
        self._flow = partial(whole_flow, pile, decisions, ballots)
        self._counted = partial(counted_flow, pile, decisions, ballots)
        ground = partial(
            evidence, project, pile=pile, decisions=decisions, register=register, tables=self.tables,
            links=links, codes=codes, economics=economics,
        )  # fmt: skip
        self.standing = Standing(project, register, ground)
        self.snapshot = partial(
            snapshot, project, ground, self._flow, pile=pile, duplicates=self.duplicates, decisions=decisions,
            register=register, readers=self.readers, stopping=self.stopping, flags=self.flags, codes=codes,
            checklists=self.checklists, abstraction=self.abstraction,
        )  # fmt: skip
        self.report = Report(
            project, pile, decisions, screening, links, snapshot=self.snapshot, flow=self._flow
        )
        reading = (project, store, pile, ballots, screening, stopping)
        self.cards = Cards(project, {
            "reading": partial(Desk, *reading),
            "list": partial(ListDesk, *reading),
            "conflicts": partial(ConflictDesk, *reading),
            "second look": partial(SecondDesk, *reading),
            "pairs": partial(PairDesk, store, pile, self.duplicates),
            "economics": partial(EconomicsDesk, project, store, pile, register, decisions, economics),
            "links": partial(LinkDesk, store, pile, register, decisions, links),
            "codes": partial(CodingDesk, store, pile, register, decisions, codes),
        })  # fmt: skip

    @classmethod
    def open(cls, folder="."):
        """Open the review of a folder, or of the nearest folder above it that has a review.toml."""
        project = Project.open(folder)
        pins = {reader.id: reader.key for reader in project.readers if reader.key}
        signing = Signing(project.identity()["id"], pins)
        database, backup = project.database(), project.path("data", "backup")
        return cls(project, Store.open(database, backup=backup, signing=signing))

    def close(self):
        """Close the database."""
        self.store.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def flow(self):
        """Return the numbers of the PRISMA 2020 flow diagram (see `review.flow`)."""
        return self._flow()

    def status(self):
        """Return where the review stands, as a dictionary of plain numbers.

        `contradictions` counts references of which different things were said before they became one.
        `pairs_to_confirm` is None for a large pile in which nobody has looked for duplicates yet.
        """
        references, boxes = self.pile.count_references(), self._counted().as_dict()
        readers = self.readers.progress().query("role == 'reader'")
        return {
            "title": self.project.title["en"],
            "database": self.store.name,
            "records": sum(boxes["identified"].values()),
            "references": references,
            "unread_per_reader": {row.reader: references - row.decided for row in readers.itertuples()},
            "waiting_for_second_reader": self.readers.waiting_for_second(),
            "flow": boxes,
            "stopping": self.stopping.state(),
            "links": self.links.count(),
            "economic_evaluations": len(self.economics.comparisons()),
            "waiting_for_second_abstraction": self.economics.waiting_for_second(),
            "pairs_to_confirm": self.duplicates.count_to_confirm() if references else 0,
            "contradictions": self.duplicates.count_contradictions(),
        }

    def verify(self):
        """Return a frame of checks [check, ok, detail]: database, sums of the flow, links."""
        known = set(self.register.recommendations().recommendation_id)
        orphans = sorted(set(self.links.current().recommendation_id) - known)
        costed = sorted(set(self.store.current("evaluations").recommendation_id) - {"", *known})
        unknown, n_apart = self.codes.unknown(), self.duplicates.count_contradictions()
        apart = "; ".join(in_words(self.duplicates.contradictions())[:3])
        waits = f"{n_apart} wait for an answer (see review conflicts --merged): {apart}"
        loose = self.tables.check().query("problems > 0").first_problem
        checks = [
            *(
                (f"flow: {said}", left == right, f"{left} = {right}")
                for said, left, right in self.flow().sums()
            ),
            ("links name known recommendations", not orphans, ", ".join(orphans)),
            ("economic evaluations name known recommendations", not costed, ", ".join(costed)),
            ("codes are in the codebooks", not unknown, ", ".join(unknown)),
            ("what was said before records were merged agrees", not n_apart, waits * (n_apart > 0)),
            ("tables below references are sound", loose.empty, "; ".join(loose)),
        ]
        frame = pd.DataFrame(checks, columns=["check", "ok", "detail"])
        return pd.concat([self.store.verify(self.project.roles()), frame], ignore_index=True)

    def undo_import(self, file, *, reader, even_judged=False, note=""):
        """Take an import back by a row of its own; the same file imported again brings it back.

        Records that another import holds too stay, and a reference of which something is left keeps what was
        said of it. What was said of a reference that goes counts no more until it comes back.

        Parameters
        ----------
        file : str or Path
            The file, its name, or the import's id.
        even_judged : bool
            Also where references that would go were judged; without it a Question names each judgement.

        Returns
        -------
        dict
            `file`, `records` it held, `gone` (records that no other import holds), `references_gone`,
            `references`, and `set_aside`, what was judged on those that went.
        """
        rooms = (self.project, self.store, self.pile, self.duplicates)
        return take_back(*rooms, file, reader=reader, even_judged=even_judged, note=note)

    def merge_log(self, path):
        """Take in what a log of the same review holds, merge duplicates, and say what is to be settled now.

        Returns
        -------
        dict
            `added` rows by table, what was `set_apart` (a sentence for each row that cannot be its reader's
            word and was not taken in), open `conflicts` by stage, and `contradictions`.
        """
        added = self.store.merge_log(path, review=self.project.identity(), readers=self.project.roles())
        apart = added.pop("set apart", [])
        self.duplicates.merge()
        return {
            "added": {table: n for table, n in added.items() if n},
            "set_apart": apart,
            "conflicts": {stage: self.decisions.conflicts(stage).reference_id.nunique() for stage in STAGES},
            "contradictions": self.duplicates.contradictions().reference_id.nunique(),
        }

    def import_sample(self, *, progress=iter):
        """Take in all that review.toml lists under [exports], merge duplicates, and return the status.

        Whatever is there already changes nothing.
        """
        self.pile.import_files(progress=progress)
        self.duplicates.merge()
        for name in LISTED:
            self.import_listed(name)
        return self.status()

    def import_listed(self, name):
        """Take in the spreadsheet that review.toml lists under [exports] as `name`.

        Parameters
        ----------
        name : {"decisions", "links", "evaluations", "abstractions", "settled", "codes"}
            The evaluations are those of the first health economist of review.toml, the abstractions of the
            second.

        Returns
        -------
        dict or DataFrame
            What the import of that kind returns; where review.toml lists none, a dictionary that says so.
        """
        listed = self.project.exports.get(name)
        if not listed:
            return {"nothing imported": f"review.toml lists no {name} under [exports]"}
        path = self.project.path(listed)
        if name in ("evaluations", "abstractions"):
            economists = [*self.project.with_role("health_economist"), "", ""]
            second = name == "abstractions"
            return self.workbook.import_file(path, reader=economists[second], second=second)
        imports = {
            "decisions": self.screening.import_decisions,
            "links": self.links.import_file,
            "settled": self.abstraction.import_settled,
            "codes": self.codes.import_file,
        }
        return imports[name](path)

    def __dir__(self):
        own = [name for name in vars(type(self)) if not name.startswith("_")]
        return [*ROOMS, "project", "store", "snapshot", *own]

    def __repr__(self):
        counts, title = self.store.counts(), self.project.title["en"]
        return f"<Workbench {title!r}: {counts['records']} records, {counts['decisions']} decisions>"

    def _repr_html_(self):
        rows = [(name, line_of(type(getattr(self, name)))) for name in ROOMS]
        return as_table(repr(self).strip("<>"), rows)
