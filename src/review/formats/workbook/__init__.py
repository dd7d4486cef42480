"""The economists' workbook: economic evaluations out to a spreadsheet with help in it, and back again."""

from review.formats.workbook.reading import read_checklists, read_workbook
from review.formats.workbook.words import ANSWERS, HEAD_ROWS, HEADINGS, WORKBOOK_COLUMNS
from review.formats.workbook.writing import write_workbook
