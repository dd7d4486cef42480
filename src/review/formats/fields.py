"""Which tag holds which field, for every format but tables."""

from review.formats.fields_json import JSON_SCHEMAS
from review.formats.fields_marked import MARKED
from review.formats.fields_tagged import TAGGED

__all__ = ["SCHEMAS"]

SCHEMAS = TAGGED | MARKED | JSON_SCHEMAS
