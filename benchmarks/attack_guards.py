"""Take each guard of docs/attacks.md out of a copy of the package, and see that its tests fail.

    python benchmarks/attack_guards.py [GUARD …]

Prints a line per row: whether its test failed without its guard. Takes some ten minutes for all; tests that
need a PostgreSQL server, LibreOffice or a Chromium count as not shown where there is none.
"""

# ruff: noqa: E501 (a table is read by the line)

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
TABLE = TOP / "docs" / "attacks.md"
SECONDS = 200

STORE, FORMATS = "store/", "formats/"
OUT = {
    # guard: (file, what stands there, what stands there without the guard)
    "settled rows only": (STORE + "opened.py", "{table} own WHERE {settled})", "{table} own)"),
    "fixed search path": (STORE + "opened.py", "SET search_path = {{schema}}, pg_temp AS", "SET search_path = pg_temp, {{schema}} AS"),
    "REVOKE from each login": (STORE + "blinding.py", "if reader in there or role)))", "if False)))"),
    "escapes are named": (STORE + "blinding.py", "        if escapes:\n", "        if False:\n"),
    "owner of the database": (STORE + "blinding.py", "if not connection.scalar(text(_OWNS)):", "if False:"),
    "row policies": (STORE + "blinding.py", "WITH CHECK ({added})", "WITH CHECK (true)"),
    "set-up made anew": (STORE + "migration.py", "    set_up_again(connection)\n", ""),
    "rules on PostgreSQL": (STORE + "guards.py", 'FOR EACH ROW WHEN (NOT', 'FOR EACH ROW WHEN (false AND NOT'),
    "rules on SQLite": (STORE + "guards.py", "BEFORE INSERT ON {name} WHEN NOT", "BEFORE INSERT ON {name} WHEN false AND NOT"),
    "guards are looked for": (STORE + "guards.py", "if not set(_guards(connection, table)) <= there", "if False"),
    "teller of a log": (STORE + "rules.py", "if teller and kind in KINDS", "if False and kind in KINDS"),
    "readers of review.toml": (STORE + "rules.py", "    if name not in readers:\n", "    if name not in readers:\n        return ''\n"),
    "observers judge little": (STORE + "rules.py", 'if readers[name] == "observer" and', 'if False and'),
    "last line of a log": (STORE + "log_files.py", "        if self.cut:\n", "        if False:\n"),
    "one row an id": (STORE + "log_files.py", "if before[1] != row:", "if False:"),
    "a log's own ledger": (STORE + "exchange.py", "if not digests and log.schema >= _LEDGER:", "if False:"),
    "a reader's own chain in a log": (STORE + "auditing.py", "if reader == chain(table, row)[1]:", "if True:"),
    "a reader's own chain in a repair": (STORE + "repair_trust.py", "if (digest, chain(table, row)[1]) in told:", "if digest in {each for each, _ in told}:"),
    "healing by digest": (STORE + "repair_trust.py", "if digest_or_none(table, other) in wanted:", "if False:"),
    "shape of entries": (STORE + "ledger.py", "if _is_told(told, shape, tables):", "if True:"),
    "changed rows set apart": (STORE + "repair_rescue.py", 'fault = "" if table is ledger else', 'fault = "" if True else'),
    "sources are kept": (STORE + "repair_rescue.py", "if table.name in SOURCES else ():", "if doubted else ():"),
    "clock of a repair": (STORE + "repair_rescue.py", "if not clock_is_right:", "if False:"),
    "clock of a decision": (STORE + "judgements.py", "if clocks and ", "if False and "),
    "later counts as later": (STORE + "judgements.py", "return moment if moment > floor or", "return moment if True or"),
    "standing rows only": (STORE + "judgements.py", 'bindparam("of_reader"), stands(connection, table))', 'bindparam("of_reader"))'),
    "identity of the file": (STORE + "connection.py", 'if _identity(connection.info["file"]) !=', 'if False and _identity(connection.info["file"]) !='),
    "an end to waiting": (STORE + "connection.py", "or waited > BUSY_SECONDS:", "or waited > BUSY_SECONDS + 12:"),
    "a new file is its owner's": (STORE + "connection.py", "os.O_CREAT | os.O_WRONLY, 0o600", "os.O_CREAT | os.O_WRONLY, 0o644"),
    "union by key": (STORE + "exchange.py", "return [key for key in rows if key not in found]", "return []"),
    "no secrets": (STORE + "places.py", 'return _SECRET.sub(r"\\1***", _LOGIN.sub(r"\\1\\2:***@", text))', "return text"),
    "unsafe folders": (STORE + "places.py", "if SYNCHRONISED(folder.name) or", "if False or"),
    "sources stay": (FORMATS + "files.py", "if kept := _kept(path, own):", 'if kept := "":'),
    "where a file is": (FORMATS + "files.py", "_is_source(path.parent.resolve() / path.name, own)", "_is_source(path.parent.absolute() / path.name, own)"),
    "exports by review.toml": (FORMATS + "files.py", 'said.get("exports", {}).get("folder", EXPORTS)', "EXPORTS"),
    "put in place whole": (FORMATS + "files.py", "            os.replace(name, path)\n", "            path.write_bytes(Path(name).read_bytes())\n"),
    "leftovers are cleared": (FORMATS + "files.py", "        clear_leftovers(path.parent)\n", ""),
    "private files": (FORMATS + "files.py", "0o600 if private else", "0o644 if private else"),
    "what cannot be written": (FORMATS + "files.py", "    except OSError as error:\n        said =", "    except ZeroDivisionError as error:\n        said ="),
    "a workbook by way of memory": (FORMATS + "write.py", "        name.write_bytes(held.getbuffer())", "        book.save(name)"),
    "texts in workbooks": (FORMATS + "write.py", "if not value.startswith(FORMULA_SIGNS):", "if True:"),
    "texts in CSV": ("formulas.py", 'return f"\'{text}" if _FORMULA.match(text) and', 'return f"\'{text}" if False and'),
    "braces in BibTeX": (FORMATS + "write_references.py", '"{": r"\\textbraceleft{}", "}": r"\\textbraceright{}",', ""),
    "braces in addresses": (FORMATS + "write_references.py", "v.translate(_PERCENT) if name in VERBATIM", "v if name in VERBATIM"),
    "one line in RIS": (FORMATS + "write_ris.py", "yield {column: one_line(value)", "yield {column: str(value)"),
    "half letters in RIS": (FORMATS + "write_ris.py", 'errors="replace", ', ""),
    "half letters in JSON Lines": (FORMATS + "write.py", 'errors="backslashreplace", ', ""),
    "longest line": (FORMATS + "source.py", "if length > LONGEST:", "if False:"),
    "lines of a log": (FORMATS + "source.py", 'for piece in whole_lines(iter(partial(file.read, PIECE), ""), name):', "for piece in file:"),
    "names with NUL": (FORMATS + "source.py", "except (FileNotFoundError, ValueError):", "except FileNotFoundError:"),
    "size of a workbook": (FORMATS + "archives.py", "if unpacked > MOST:", "if False:"),
    "inside the crate": (FORMATS + "crate.py", "path.resolve().relative_to(folder.resolve())", "path.relative_to(folder)"),
    "ids in a crate": (FORMATS + "crate.py", 'entity(f"#person-{quote(key)}"', 'entity(f"#person-{key}"'),
    "titles in review.toml": ("project/layout.py", 'quoted = json.dumps(title.replace("\\x7f", ""), ensure_ascii=False)[1:-1]', "quoted = title"),
    "an empty folder": ("project/layout.py", "if folder.exists() and any(folder.iterdir()):", "if False:"),
    "shape of review.toml": ("project/reading.py", "if faults := list(misshapen(said)):", "if faults := []:"),
    "steering signs": ("cli/output.py", "return _STEERING.sub(", "return (lambda by, said: said)("),
    "escaped texts": ("display/html.py", "return Html(html.escape(plain))", "return Html(plain)"),
}  # fmt: skip
"""How each guard is taken out; every piece of text stands once in its file."""


def rows():
    """Return (attack, result, guard, test, shown) of each row of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")
    ]
    return [row for row in cells if row[0] not in ("attack", "guard") and len(row) == 5]


def without(guard, folder):
    """Make a copy of the package without a guard, and return where Python finds it."""
    for path in TOP.iterdir():
        if path.name not in ("src", ".git"):
            (folder / path.name).symlink_to(path)
    shutil.copytree(TOP / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    file, old, new = OUT[guard]
    path = folder / "src" / "review" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{guard}: {text.count(old)} places in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder / "src"


def failed(guard, tests):
    """Return the tests that fail without a guard."""
    with tempfile.TemporaryDirectory() as folder:
        here = os.environ | {"PYTHONPATH": str(without(guard, Path(folder)))}
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-rf", "-p", "no:cacheprovider"]
        command += [f"tests/{test}" for test in tests]
        try:
            done = subprocess.run(command, cwd=TOP, env=here, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return []
    return re.findall(r"^FAILED tests/(.+?)(?: - .*)?$", done.stdout, re.MULTILINE)


def main(asked):
    """Show each row of the guards asked for, or of all."""
    wanted, shown = {}, 0
    for _, _, guard, test, _ in rows():
        if guard in OUT and (not asked or guard in asked):
            wanted.setdefault(guard, []).append(test)
    for guard, tests in wanted.items():
        found = failed(guard, tests)
        for test in tests:
            fails = any(name == test or name.startswith(f"{test}[") for name in found)
            shown += fails
            print("fails" if fails else "PASSES", guard, test, sep="\t", flush=True)
    print(f"{shown} of {sum(map(len, wanted.values()))} rows: the test fails without its guard")


if __name__ == "__main__":
    main(sys.argv[1:])
