"""PRISMA: the counts of a flow in the boxes of the PRISMA2020 app."""

from importlib.resources import files

import pandas as pd

from review.figures.flow import by_size
from review.vocabulary import capital, say

__all__ = ["prisma_boxes"]


def prisma_boxes(flow, language, previous=None):
    """Return the counts of a flow in the columns of the PRISMA2020 app's template.

    Returns
    -------
    DataFrame of str
        `data`, `node`, `box`, `description`, `boxtext`, `tooltips`, `url`, `n`; reasons of exclusion
        are parted by "; ", each with its number after a comma.

    Source
    ------
    Haddaway and others (2022), doi:10.1002/cl2.1230.
    """
    previous = previous or {}
    why = [
        f"{say(reason, language).replace(',', ' ').replace(';', ' ')}, {n}"
        for reason, n in by_size(flow.excluded_reports)
    ]
    counts = {name: getattr(flow, name) for name in (
        "duplicates", "screened", "excluded", "sought", "not_retrieved", "assessed", "included",
    )} | {
        "records": sum(flow.identified.values()), "reasons": "; ".join(why) or 0, "none": 0,
        "previous_studies": previous.get("studies", 0), "previous_reports": previous.get("reports", 0),
        "total": flow.included + previous.get("studies", 0),
        "total_reports": flow.included + previous.get("reports", 0),
    }  # fmt: skip
    with files("review.figures").joinpath("prisma.csv").open(encoding="utf-8") as file:
        boxes = pd.read_csv(file, dtype="str", keep_default_na=False)
    words = [capital(say(key, language)) for key in boxes.words]
    said = [str(counts[name]) if name else "NA" for name in boxes.number]
    told = dict.fromkeys(("description", "boxtext", "tooltips"), words)
    return boxes[["data", "node", "box"]].assign(**told, url="NA", n=said).astype("str")
