"""Which tag holds which field, for every format but tables."""

from review.formats.fields_json import JSON_SCHEMAS
from review.formats.fields_marked import BIBTEX, ENDNOTE_XML, PUBMED_XML
from review.formats.fields_tagged import COCHRANE, INSPEC, MEDLINE, OVID, REFER, REFWORKS, RIS, WOS

__all__ = ["SCHEMAS"]

SCHEMAS = {
    "ris": RIS,
    "medline": MEDLINE,
    "wos": WOS,
    "refer": REFER,
    "refworks": REFWORKS,
    "ovid": OVID,
    "cochrane": COCHRANE,
    "inspec": INSPEC,
    "bibtex": BIBTEX,
    "endnote-xml": ENDNOTE_XML,
    "pubmed-xml": PUBMED_XML,
} | JSON_SCHEMAS
