"""The register: recommendations not to do something, the guidelines they stand in, and the printed totals.

Also every other table below ``references/`` that people edit in a spreadsheet.
"""

from review.register.columns import (
    CODE_DIRECTIONS,
    DEMAND_TABLES,
    RECOMMENDATION_COLUMNS,
    SHEET_PARTS,
    SOURCE_KINDS,
    TABLES,
    Table,
)
from review.register.editions import compare, merge
from review.register.mapping import guess, read_mapping
from review.register.matching import match, new_ids
from review.register.reconciliation import ICKE_GORA, force_of, in_force, reconcile
from review.register.tables import (
    check_pointers,
    check_rows,
    empty,
    load,
    load_codebooks,
    load_glossary,
    load_guidelines,
    load_recommendations,
    load_table,
    load_thresholds,
    load_totals,
    table_of,
    typed,
    with_sources,
    with_survey,
)
from review.register.taking_in import Taken, find_heading, take_in
