"""Display: frames and texts as HTML that everyone can read and no text can break out of."""

from review.display.certificate import certificate_page
from review.display.html import Html, element, fill, join, plain_text, safe_link, text, title_of
from review.display.markdown import markdown
from review.display.tables import data_table, is_missing, table
