"""Sections: the chapters of the report, in the order a decision maker reads."""

from review.report.sections.appendices import appendices
from review.report.sections.background import background
from review.report.sections.economics import economics
from review.report.sections.evidence import evidence
from review.report.sections.findings import findings
from review.report.sections.gaps import gaps
from review.report.sections.limits import limits
from review.report.sections.method import method
from review.report.sections.register import register
from review.report.sections.screening import screening

__all__ = ["CHAPTERS"]

CHAPTERS = {
    "findings": findings,
    "background": background,
    "method": method,
    "screening": screening,
    "register": register,
    "evidence": evidence,
    "economics": economics,
    "gaps": gaps,
    "limits": limits,
    "appendices": appendices,
}
"""Name to the function that writes the chapter."""
