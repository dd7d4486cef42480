"""PRISMA: the counts of a flow in the boxes of the PRISMA2020 app."""

import pandas as pd

from review.figures.flow import by_size
from review.vocabulary import capital, say

__all__ = ["prisma_boxes"]

PRISMA = (
    # data, node, box of the app's template; words; the number
    ("NA", "node4", "prevstud", "flow.step.previous", None),
    ("previous_studies", "node5", "box1", "flow.previous.studies", "previous_studies"),
    ("previous_reports", "NA", "box1", "flow.previous.reports", "previous_reports"),
    ("NA", "node6", "newstud", "flow.step.databases", None),
    ("database_results", "node7", "box2", "database_plural", "records"),
    ("register_results", "NA", "box2", "prisma.registers", "none"),
    ("NA", "node16", "othstud", "prisma.others", None),
    ("website_results", "node17", "box11", "prisma.websites", "none"),
    ("organisation_results", "NA", "box11", "prisma.organisations", "none"),
    ("citations_results", "NA", "box11", "prisma.citations", "none"),
    ("duplicates", "node8", "box3", "prisma.duplicates", "duplicates"),
    ("excluded_automatic", "NA", "box3", "prisma.automatic", "none"),
    ("excluded_other", "NA", "box3", "prisma.other", "none"),
    ("records_screened", "node9", "box4", "flow.screened", "screened"),
    ("records_excluded", "node10", "box5", "flow.excluded", "excluded"),
    ("dbr_sought_reports", "node11", "box6", "flow.sought", "sought"),
    ("dbr_notretrieved_reports", "node12", "box7", "flow.not_retrieved", "not_retrieved"),
    ("other_sought_reports", "node18", "box12", "flow.sought", "none"),
    ("other_notretrieved_reports", "node19", "box13", "flow.not_retrieved", "none"),
    ("dbr_assessed", "node13", "box8", "flow.assessed", "assessed"),
    ("dbr_excluded", "node14", "box9", "flow.excluded_reports", "reasons"),
    ("other_assessed", "node20", "box14", "flow.assessed", "none"),
    ("other_excluded", "node21", "box15", "flow.excluded_reports", "none"),
    ("new_studies", "node15", "box10", "flow.included", "included"),
    ("new_reports", "NA", "box10", "prisma.new_reports", "included"),
    ("total_studies", "node22", "box16", "flow.total", "total"),
    ("total_reports", "NA", "box16", "prisma.total_reports", "total_reports"),
    ("identification", "node1", "identification", "flow.step.identification", None),
    ("screening", "node2", "screening", "flow.step.screening", None),
    ("included", "node3", "included", "flow.step.included", None),
)
"""The boxes of the PRISMA2020 app's template in its order."""


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
    rows = []
    for data, node, box, key, what in PRISMA:
        words = capital(say(key, language))
        rows.append((data, node, box, words, words, words, "NA", str(counts[what]) if what else "NA"))
    names = ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
    return pd.DataFrame(rows, columns=names, dtype="str")
