"""Log files: the whole memory as JSON Lines, written to the last line or not at all, and read again.

The last line holds the number of rows and the SHA-256 of all lines before it.
"""

import hashlib
import json
from dataclasses import dataclass, field

from sqlalchemy import Boolean, Double, Integer, literal, or_, select, true

from review.errors import SourceError, place
from review.formats.files import whole_file
from review.formats.source import file_head, lines_in
from review.store.ledger import key_of
from review.store.migration import newest_version
from review.store.opened import BLIND
from review.store.schema import TABLES
from review.store.seen import written
from review.store.values import unfit_character

__all__ = ["Log", "read_log", "write_log"]

_BATCH = 5_000
_BY_NAME = {table.name: table for table in TABLES}


def write_log(connection, path, *, review=None, reader="", tables=TABLES, version=None):
    """Write the memory to `path`, one JSON object per line, and return how many rows.

    The first line says what the file is; then each table follows those it points to, in the order of
    its keys, so that the same memory always gives the same file. The last line holds the number of rows and
    the SHA-256 of all lines before it: a log that was cut off or edited is told from a whole one.

    Parameters
    ----------
    review : dict, optional
        `id` and `title` of the review, so that the log is not merged into another.
    reader : str, optional
        Leave out what other readers judged blind, so that the log can be handed to them.
    tables, version : optional
        Of a database that an older version wrote.
    """
    header = {"review_log": 1, "schema": version or newest_version(), "review": review or {}}
    n_lines, digest = -1, hashlib.sha256()
    with (
        whole_file(path, private=True) as unfinished,
        open(unfinished, "w", encoding="utf-8", newline="\n") as file,
    ):
        for said in _lines(connection, header | {"reader": reader, "ends": True}, tables):
            # SQLite may hold bytes where a text belongs; whoever takes them in refuses that row
            line = json.dumps(said, ensure_ascii=False, default=repr) + "\n"
            digest.update(line.encode())
            file.write(line)
            n_lines += 1
        file.write(json.dumps({"review_log_end": n_lines, "sha256": digest.hexdigest()}) + "\n")
    return n_lines


def _lines(connection, header, tables):
    yield header
    for table in tables:
        source = written(connection, table)
        keys = [source.c[column.name] for column in table.primary_key]
        ordered = select(source).order_by(*keys).where(_shown(source, header["reader"]))
        for row in connection.execute(ordered.execution_options(yield_per=_BATCH)).mappings():
            yield {"table": table.name, **row}


def _shown(table, reader):
    """Return the condition that leaves out what others judged blind."""
    if not reader:
        return true()
    kind = table.c.kind if table.name in ("withdrawals", "ledger") else literal(table.name)
    return or_(kind.not_in(BLIND), table.c.reader == reader) if "reader" in table.c else true()


@dataclass
class Log:
    """What a log holds: of each table (line, row) by key, and which rows were set apart, and why."""

    file: str
    schema: str
    teller: str = ""
    rows: dict = field(default_factory=lambda: {name: {} for name in _BY_NAME})
    apart: list = field(default_factory=list)
    cut: str = ""
    whole: bool = False

    def refuse_if_cut(self):
        """Raise SourceError where the file does not end as it was written."""
        if self.cut:
            raise SourceError(
                f"{self.file} is cut off or was edited ({self.cut}); nothing was taken in, ask for the whole "
                "file again"
            )

    def set_apart(self, table, key, why):
        """Take a row out of what counts, and remember its line."""
        number, row = self.rows[table.name].pop(key)
        whose = f" ({row['reader']})" if row.get("reader") else ""
        where = f"{place(self.file, line=number)}: " if number else ""
        self.apart.append((table, row, f"{where}{table.name} {key_of(table, row)}{whose} {why}"))


def read_log(path, review):
    """Return the Log in a file; see `review.store.exchange.merge_log` for what is refused."""
    digest, n_rows, end = hashlib.sha256(), 0, None
    file_head(path)
    try:
        with open(path, encoding="utf-8-sig") as file:
            lines = lines_in(file, path.name)
            header = _check_header(path, first := next(lines), review)
            log = Log(path.name, header["schema"], str(header.get("reader") or ""))
            digest.update(_as_written(first))
            for number, line in enumerate(lines, start=2):
                where = place(path.name, line=number)
                end = end or _end_of(line)
                if end is None:
                    digest.update(_as_written(line))
                    n_rows += 1
                    try:
                        _take(log, number, *_read_row(where, line))
                    except SourceError as error:
                        if not header.get("ends"):
                            raise
                        log.apart.append((None, {}, str(error)))
                elif _end_of(line) is None:
                    raise SourceError(f"{where}: expected nothing after the log's last line; it was edited")
    except UnicodeDecodeError:
        raise SourceError(f"{path.name} is not UTF-8 text; give a file that review wrote as a log") from None
    if (end or header.get("ends")) and end != (n_rows, digest.hexdigest()):
        told = (
            f"its last line tells of {end[0]}, and some are not as written"
            if end
            else "its last line is gone"
        )
        log.cut = "; ".join((f"{n_rows} rows are there, {told}", *(why for *_, why in log.apart[:1])))
    log.whole = end is not None and not log.cut
    return log


def _as_written(line):
    # the way from one computer to another may change how lines end
    return line.rstrip("\r\n").encode(errors="surrogatepass") + b"\n"


def _end_of(line):
    """Return (number of rows, digest) of a log's last line, None for any other."""
    try:
        said = json.loads(line) if line.startswith('{"review_log_end"') else {}
        return (said["review_log_end"], said["sha256"])
    except (ValueError, TypeError, KeyError):
        return None


def _take(log, number, table, row):
    key = tuple(row[column.name] for column in table.primary_key)
    before = log.rows[table.name].setdefault(key, (number, row))
    if before[1] != row:
        raise SourceError(
            f"{place(log.file, line=number)}: another row of {table.name} has the id {key_of(table, row)} "
            f"too (line {before[0]}); nothing was merged, ask for an unedited log"
        )


def _check_header(path, line, review):
    try:
        header = json.loads(line)
        version = header["schema"] if header["review_log"] == 1 else None
        other = dict(header.get("review", {}))
    except (ValueError, TypeError, KeyError):
        version = None
    if not isinstance(version, str):
        raise SourceError(f"{place(path.name, line=1)}: expected the first line of a log of review")
    if version > newest_version():
        raise SourceError(
            f"{path.name} was written by a newer version of review (schema {version}, this version knows "
            f"{newest_version()}); update with: pip install --upgrade review"
        )
    if other.get("id") and review.get("id") and other["id"] != review["id"]:
        raise SourceError(
            f"{path.name} belongs to the review {other.get('title', '')!r} (id {other['id']}), and this "
            f"one is {review.get('title', '')!r} (id {review['id']}); nothing was merged. Should they be "
            "the same review, put the same id under [review] in both review.toml"
        )
    return header


def _read_row(where, line):
    try:
        row = json.loads(line)
        table = _BY_NAME[row.pop("table")]
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise SourceError(f"{where}: expected one row of a log; the file is cut off or was edited") from None
    unknown = [column for column in row if column not in table.c]
    if unknown:
        raise SourceError(f"{where}, column {unknown[0]}: {table.name} have no such column")
    return table, {column.name: _cell(where, column, row.get(column.name)) for column in table.columns}


def _cell(where, column, value):
    expected = {Boolean: (bool,), Integer: (int,), Double: (int, float)}.get(type(column.type), (str,))
    if value is None and not column.nullable and str in expected and not column.primary_key:
        return ""  # a column that the log's older version did not have
    fits = (value is None and column.nullable) or type(value) in expected
    if isinstance(value, (int, float)):
        # what SQLite and PostgreSQL both keep; infinite and no number are neither
        fits &= abs(value) <= (1e300 if float in expected else 2_147_483_647)
    if not fits or (isinstance(value, str) and unfit_character(value)):
        raise SourceError(f"{where}, column {column.name}: {value!r} does not fit")
    return float(value) if isinstance(column.type, Double) and value is not None else value
