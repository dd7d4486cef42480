"""Duplicates: which records are one publication, by which named rule, and the references they make."""

from review.duplicates.clusters import PERSON, cluster
from review.duplicates.intake import as_records, has_ids
from review.duplicates.merging import merge
from review.duplicates.pairs import explain_pair, find_pairs
from review.duplicates.rules import RULES
