"""Chapters: what the report says, in the order a decision maker reads."""

from review.report.chapters.appendices import appendices
from review.report.chapters.background import background
from review.report.chapters.determinants import determinants
from review.report.chapters.economics import economics
from review.report.chapters.evidence import evidence
from review.report.chapters.findings import findings
from review.report.chapters.followup import followup
from review.report.chapters.gaps import gaps
from review.report.chapters.imprint import conclusions, imprint
from review.report.chapters.limits import limits
from review.report.chapters.method import method
from review.report.chapters.register import register
from review.report.chapters.screening import screening

CHAPTERS = {
    "findings": findings, "conclusions": conclusions, "background": background, "method": method,
    "screening": screening, "register": register, "evidence": evidence, "determinants": determinants,
    "economics": economics, "gaps": gaps, "followup": followup, "limits": limits, "imprint": imprint,
    "appendices": appendices,
}  # fmt: skip
"""Name to the function that writes the chapter."""
