"""Export files of literature databases: in with an account of every line, and out again."""

from review.formats.account import PROBLEM_COLUMNS, Account
from review.formats.crate import CRATE, write_crate
from review.formats.decided import read_decided
from review.formats.export import Export, Stream, format_of, read_account, read_export
from review.formats.files import whole_file
from review.formats.headers import simple_name
from review.formats.labels import LABEL_COLUMNS, LABEL_MARKS, OUR_ID, label_column_in, read_labels
from review.formats.named import NAMEABLE
from review.formats.partitions import PARTITION_COLUMNS, partitions_in, read_in_parts, writing_in_parts
from review.formats.tables import read_table
from review.formats.words import SAID_NAMES
from review.formats.write import read_jsonl, write_csv, write_jsonl, write_xlsx
from review.formats.write_exchange import write_asreview, write_prisma, write_rayyan
from review.formats.write_references import write_bibtex, write_csl, write_endnote, write_eppi
from review.formats.write_ris import write_ris
