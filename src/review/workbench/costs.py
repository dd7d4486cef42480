"""Costs: what the economic evaluations say, in kronor of one year, read for withdrawing the care."""

import pandas as pd

from review import economics
from review.economics import NOT_REPORTED
from review.evidence import EVALUATION_COLUMNS
from review.formats import read_table
from review.money import PriceLevels
from review.workbench.abstraction import Abstraction
from review.workbench.appraising import Appraising

__all__ = ["Costs"]


class Costs(Abstraction, Appraising):
    """Economic evaluations; a part of the `Workbench`."""

    def price_levels(self):
        """Return deflators, purchasing power parities and exchange rates (see `review.money.PriceLevels`)."""
        path = self.project.path("references", "price_levels.csv")
        return PriceLevels.from_frame(read_table(path), name=path.name)

    def evaluations(self, *, method="ppp", reader=""):
        """Return the economic evaluations that count and are open, in kronor, read for withdrawal.

        With ``abstractors = 2`` in review.toml one is open when two have taken it out of the study.

        Parameters
        ----------
        reader : str, optional
            Who asks, and also gets what only they have taken out so far; an adjudicator gets all.
        method : {"ppp", "exchange"}
            How money becomes kronor once the deflator has taken it to `price_year` of review.toml: by
            purchasing power parities, or by the plain exchange rate.

        Returns
        -------
        DataFrame
            `EVALUATION_COLUMNS`; what `review.economics.price` adds (amounts in kronor of that year, not
            rounded; effects in `effect_unit`); `reader` and `at`, who wrote the row and when.
        """
        frame = self._seen_evaluations(reader)
        told = self._with_silence("evaluations", frame)
        priced = economics.price(
            told, self.price_levels(), self.thresholds(), to_year=self.project.price_year, method=method
        )
        return priced.assign(reader=frame.reader, at=frame["at"])

    def net_benefits(self, thresholds=(100_000, 500_000, 1_000_000), *, kink=1.0):
        """Return what withdrawing is worth in kronor at each threshold (see `review.economics.net_benefits`).

        Parameters
        ----------
        thresholds : sequence of float
            SEK per QALY.
        kink : float
            How many times a lost QALY counts against a gained one; 1 is the usual straight line.
        """
        return economics.net_benefits(self.evaluations(), thresholds, kink=kink)

    def _with_silence(self, kind, frame):
        """Return `EVALUATION_COLUMNS` with NR in the cells that readers found the study silent about."""
        told = frame[list(EVALUATION_COLUMNS)].astype(object).reset_index(drop=True)
        marks = self._silences(kind)
        who = frame.reader if kind == "abstractions" else pd.Series("", index=told.index)
        for place, key in enumerate(zip(told.evaluation_id, who, strict=True)):
            for column in marks.get(key, ()):
                if pd.isna(told.at[place, column]) or told.at[place, column] == "":
                    told.at[place, column] = NOT_REPORTED
        return told
