"""Memory: what was imported and what people judged, in one database that only ever grows."""

from review.store.identifiers import IdentifierMaker, new_id
from review.store.repair import examine, repair
from review.store.signing import Signing
from review.store.store import Store
