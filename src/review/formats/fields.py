"""Which tag holds which field, for every format but tables."""

from review.formats import fields_marked as marked
from review.formats import fields_tagged as tagged
from review.formats.fields_json import JSON_SCHEMAS

__all__ = ["SCHEMAS"]

SCHEMAS = {
    "ris": tagged.RIS,
    "medline": tagged.MEDLINE,
    "wos": tagged.WOS,
    "refer": tagged.REFER,
    "refworks": tagged.REFWORKS,
    "ovid": tagged.OVID,
    "ovid-tagged": tagged.OVID,
    "cochrane": tagged.COCHRANE,
    "inspec": tagged.INSPEC,
    "bibtex": marked.BIBTEX,
    "endnote-xml": marked.ENDNOTE_XML,
    "pubmed-xml": marked.PUBMED_XML,
    "ovid-xml": tagged.OVID,
    "ebsco-xml": marked.EBSCO_XML,
    "europepmc-xml": marked.EUROPEPMC_XML,
    "ictrp-xml": marked.ICTRP_XML,
} | JSON_SCHEMAS
