"""Codes: entries of the codebooks on references, put there by people, from and to spreadsheets."""

import numpy as np
import pandas as pd

from review import agreement, coding, register
from review.errors import UsageError, place
from review.evidence import check_choice
from review.formats import read_table
from review.workbench.contradicting import JUDGED, as_said
from review.workbench.room import room
from review.workbench.sheets import need, new_rows, refuse, taken, with_reader, write_known

__all__ = ["Codes"]

KEY = ["reference_id", "codebook", "code", "reader"]
SAYS = ["direction", "note"]
AGREEMENT_COLUMNS = ("codebook", "code", "n_both", "with_code", "percent_agreement", "kappa", "ac1")


@room
class Codes:
    """What readers coded, each beside the others."""

    def __init__(self, project, store, pile, register, decisions):
        self._project, self._store = project, store
        self._pile, self._register, self._decisions = pile, register, decisions

    def current(self):
        """Return the codes that count, of all readers, each with the reference that now holds its record.

        Of two directions that one reader gave while the reference was two, both are there until they say
        again which holds (see `Duplicates.contradictions`).
        """
        return self.united().drop(columns=["record_id", "contradicts"])

    def united(self):
        """Return what counts, with the record it was said of and whether it `contradicts` another."""
        frame = self._pile.at_home(self._store.current("codes"))
        return agreement.unite(frame, KEY, ["direction"], self._pile.moves())

    def contradicting(self, reader=""):
        """Return codes of which one reader said two directions since records were merged."""
        return as_said(self.united().query("contradicts"), "codes", KEY, ["direction"])

    def contradicted(self):
        """Return the references with such codes."""
        return set(self.contradicting().reference_id)

    def judged(self, reader=""):
        """Return who coded what: `reference_id`, `reader`, `kind`, `about`."""
        codes = self.current()
        return codes.assign(kind="code", about=codes.codebook + " " + codes.code)[JUDGED]

    def add(self, reference_id, codebook, code, *, reader, direction="", note=""):
        """Put a code on a reference and return the judgement's id.

        Parameters
        ----------
        codebook, code : str
            As in ``references/codebooks.csv``; headings cannot be put on a reference.
        reader : str
            A reader of review.toml. Each reader's codes stand beside the others'.
        direction : {"helps", "hinders", "mixed", "no_effect", ""}
            Only in a directed codebook: towards less of the care, against it, both, or neither.
        note : str
        """
        row = {"reference_id": reference_id, "codebook": codebook, "code": code, "reader": reader}
        return self._store_codes(pd.DataFrame([row | {"direction": direction, "note": note}]))[0]

    def remove(self, reference_id, codebook, code, *, reader):
        """Take a reader's code off a reference; what was said stays in the log.

        Raises
        ------
        UsageError
            If the reader has not put it there.
        """
        found = self._put_by(reader, reference_id, codebook, code)
        if found.empty:
            raise UsageError(f"{reader} has not put {codebook}/{code} on {reference_id}")
        while len(found):  # also what it stood in for, so that nothing of it counts again
            self._store.withdraw("codes", found["id"].iloc[0], reader=reader)
            found = self._put_by(reader, reference_id, codebook, code)

    def _put_by(self, reader, reference_id, codebook, code):
        """Return the rows by which a reader has put a code on a reference or on a record of it."""
        current = self._pile.at_home(self._store.current("codes"))
        wanted = (reference_id, codebook, code, reader)
        return current[[tuple(row) == wanted for row in current[KEY].to_numpy()]]

    def _store_codes(self, rows):
        for reader in rows.reader.unique():
            self._project.reader(reader, "link and code")
        self._pile.check(rows.reference_id)
        for _, why, known in filter(None, self._faults(rows)):
            raise UsageError(why + known)
        return self._store.append("codes", rows)

    def _faults(self, rows):
        """Yield for each row the column that is not as the codebooks have it, why, and what is; or None."""
        usable = coding.leaves(self._register.codebooks()).set_index(["codebook", "code"]).directed
        books = usable.index.to_frame(index=False).groupby("codebook", sort=False).code.agg(", ".join)
        for row in rows.itertuples():
            if row.codebook not in books:
                yield (
                    "codebook",
                    f"unknown codebook {row.codebook!r}",
                    f"; there are {', '.join(books.index)}",
                )
            elif (row.codebook, row.code) not in usable.index:
                yield (
                    "code",
                    f"unknown code {row.code!r} of {row.codebook}",
                    f"; there are {books[row.codebook]}",
                )
            elif row.direction and usable[row.codebook, row.code] == "no":
                yield "direction", f"codes of {row.codebook} have no direction; got {row.direction!r}", ""
            elif row.direction not in ("", *register.CODE_DIRECTIONS):
                known = ", ".join(register.CODE_DIRECTIONS)
                yield "direction", f"direction must be one of {known}; got {row.direction!r}", ""
            else:
                yield None

    def suggest(self, *, n=3, codebook=None, included_only=True):
        """Suggest codes that nobody has put on a reference yet; a person confirms each with `add`.

        Returns
        -------
        DataFrame
            `reference_id`, `codebook`, `code`, `score`, `words` (those that decided), `title`.
        """
        references, codebooks = self._pile.references(), self._register.codebooks()
        if included_only:
            references = references[references.reference_id.isin(self._decisions.included())]
        if codebook is not None:
            check_choice("codebook", codebook, tuple(dict.fromkeys(codebooks.codebook)))
            codebooks = codebooks[codebooks.codebook == codebook]
        found = coding.suggest(references.reset_index(drop=True), codebooks, self.current(), n=n)
        return found.assign(title=found.reference_id.map(references.set_index("reference_id").title))

    def counts(self):
        """Return how many included studies bear each code, by direction, and what it is called.

        Returns
        -------
        DataFrame
            See `review.coding.tally`; `name_sv` and `name_en`.
        """
        codes, books = self.current(), self._register.codebooks()
        found = coding.tally(codes[codes.reference_id.isin(self._decisions.included())], books)
        return found.merge(books[["codebook", "code", "name_sv", "name_en"]], on=["codebook", "code"])

    def agreement(self, codebook=None):
        """Return how far readers agree on each code.

        Compared are references on which two readers have put codes of the same codebook.

        Returns
        -------
        DataFrame
            `AGREEMENT_COLUMNS`: `n_both` references coded by two readers or more, `with_code` judgements that
            gave the code, and coefficients of `review.agreement` over all readers. Codes nobody gave are
            left out.
        """
        codes, rows = self.current(), []
        for one in coding.leaves(self._register.codebooks()).itertuples():
            said = codes[(codes.codebook == one.codebook) & (codes.code == one.code)]
            if said.empty or codebook not in (None, one.codebook):
                continue
            decisions = coding.as_decisions(codes, one.codebook, one.code)
            whole = agreement.agree(decisions, stage="title_abstract", n_boot=0).iloc[-1]
            measured = [whole[name] if whole.n_both else np.nan for name in AGREEMENT_COLUMNS[4:]]
            rows.append((one.codebook, one.code, int(whole.n_both), len(said), *measured))
        return pd.DataFrame(rows, columns=list(AGREEMENT_COLUMNS))

    def import_file(self, path, *, reader=""):
        """Import codes from a spreadsheet; those already stored are not stored again.

        A column says which reference is meant (see `Screening.import_decisions`); `codebook` and `code` are
        needed, `direction`, `note` and `reader` are read where they are there.

        Returns
        -------
        dict
            `rows`, `stored`, `already_stored`.
        """
        table = read_table(path)
        need(table, ("codebook", "code"), path)
        rows = with_reader(self._pile.tie(table, path), reader, path, "coded")
        rows = rows.reindex(columns=[*KEY, *SAYS], fill_value="")
        faults = [
            f"{place(path, row=index + 2, column=fault[0])}: {fault[1]}"
            for (index, _), fault in zip(rows.iterrows(), self._faults(rows), strict=True)
            if fault
        ]
        refuse("nothing was imported.", faults)
        fresh = rows[new_rows(rows, list(rows), set(map(tuple, self.current()[list(rows)].to_numpy())))]
        if len(fresh):
            self._store_codes(fresh)
        return taken(rows, fresh)

    def export(self, path):
        """Write all codes with each reference's DOI, PMID and title as CSV; return how many."""
        codes = self.current().sort_values(KEY, kind="stable")
        return write_known(codes, self._pile.references(), [*KEY[1:], *SAYS], path)

    def migrate(self, old, *, moves=None, reader=""):
        """Move codes from an older version of the codebooks to the present one.

        Parameters
        ----------
        old : path
            The older ``codebooks.csv``.
        moves : path, optional
            A table with `codebook`, `code`, `to`: what became of codes (see `review.coding.migrate`).
        reader : str
            Who moves them. Where not given nothing is stored: only the report is made.

        Returns
        -------
        DataFrame
            The report, `review.coding.MIGRATION_COLUMNS`. Codes that were split or are gone stay as they are,
            for people to code again; `verify` names them.
        """
        said = read_table(moves) if moves else None
        codes = self.current()
        _, report = coding.migrate(
            codes, register.load_codebooks(old), self._register.codebooks(), moves=said
        )
        renamed = report[report.became == "renamed"]
        if reader and len(renamed):
            self._project.reader(reader, "link and code")
            target = dict(zip(zip(renamed.codebook, renamed.code, strict=True), renamed.to, strict=True))
            for row in codes.itertuples():
                to = target.get((row.codebook, row.code))
                if to:
                    note = "; ".join(filter(None, [row.note, f"was {row.code}"]))
                    moved = {"reference_id": row.reference_id, "codebook": row.codebook, "code": to}
                    moved |= {"direction": row.direction, "note": note, "reader": row.reader}
                    self._store_codes(pd.DataFrame([moved]))
                    self._store.withdraw("codes", row.id, reader=reader, note=f"became {to}")
        return report

    def unknown(self):
        """Return the codes on references that the codebooks do not have (any more), as texts."""
        usable = set(map(tuple, coding.leaves(self._register.codebooks())[["codebook", "code"]].to_numpy()))
        said = sorted(set(map(tuple, self.current()[["codebook", "code"]].to_numpy())))
        return [f"{codebook}/{code}" for codebook, code in said if (codebook, code) not in usable]
