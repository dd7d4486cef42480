"""The stopping certificate as a page of its own, to read, print and sign."""

import pandas as pd

from review.display.html import Html, element, text
from review.display.tables import table
from review.vocabulary import capital, decimals_of, number, say, share

__all__ = ["certificate_page"]

STYLE = """
:root { color-scheme: light dark; --ink: #1b2a30; --soft: #54666e; --rule: #c9d3d6; --paper: #fff;
  --accent: #0b5563; --warm: #b5541c; --tint: #f7f1ea; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edee; --soft: #a5b5ba; --rule: #3a4a50;
  --paper: #121b1f; --accent: #7cc3ce; --warm: #f0a472; --tint: #26211b; } }
body { margin: 0 auto; max-width: 44rem; padding: 2.5rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 "Segoe UI", "Noto Sans", "Liberation Sans", system-ui, sans-serif; hyphens: auto; }
h1, h2 { font-family: "Iowan Old Style", "Palatino Linotype", "Noto Serif", Georgia, serif;
  color: var(--accent); font-weight: 400; line-height: 1.2; }
h1 { font-size: 2rem; margin: 0 0 .5rem; } h2 { font-size: 1.3rem; margin: 2.25rem 0 .6rem; }
.verdict { border-left: .3rem solid var(--warm); background: var(--tint); padding: .8rem 1.1rem;
  margin: 1.5rem 0; font-size: 1.15rem; }
.verdict.reached { border-color: var(--accent); }
figure { margin: 0; }
.soft { color: var(--soft); font-size: .95rem; }
.scroll, .table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; font-weight: 400; padding: .35rem .9rem .35rem 0;
  border-bottom: 1px solid var(--rule); vertical-align: top; }
thead th { color: var(--soft); }
.number { text-align: right; }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; margin-top: 4rem; }
.sign div { border-top: 1px solid var(--ink); padding-top: .3rem; color: var(--soft); font-size: .9rem; }
code { overflow-wrap: anywhere; font-size: .85em; }
@media print { body { padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
NUMBERS = {
    # what the certificate says, and how many decimals of it are shown
    "n_total": 0, "n_after": 0, "n_read": 0, "n_relevant": 0, "n_since_relevant": 0, "n_later": 0,
    "n_control": 0, "n_waiting": 0, "n_random": 0, "missed_at_most": 0, "estimated_missed": 0, "n_more": 0,
    "n_more_at_rate": 0, "p_value": 4, "level": 4, "bias": 2,
}  # fmt: skip
RULES = {"hypergeometric": "rule.test", "50 in a row": "rule.run", "control": "rule.control"}


def certificate_page(document, language):
    """Return the page of a certificate.

    Parameters
    ----------
    document : dict
        `certificate` (see `review.stopping.Certificate.as_dict`), `rules_on_reviews_of_this_size`,
        `overlooked_by_two_readers`, `title`, `invented`, `reader`, `at`, `seed`, `version` and
        `decisions_sha256`, as `review.workbench.stopping.Stopping.sign` puts them together.
    language : {"sv", "en"}

    Returns
    -------
    Html
        A whole page without any outside request.
    """

    def word(key, **values):
        return say(f"stop.{key}", language).format(**values)

    said = document["certificate"]
    reached = "reached" if said["guarantee"] else "no_guarantee"
    state = reached if said["reached"] else "not_reached"
    target = {
        name: share(said[name], language, decimals_of(100 * said[name])) for name in ("recall", "confidence")
    }
    made = {name: document[name] for name in ("reader", "version", "seed")}
    made["at"] = f"{document['at'][:16].replace('T', ' ')} UTC"
    parts = [
        element("p", word("eyebrow"), class_="soft"),
        element("h1", document["title"]),
        *([element("p", element("strong", word("invented")))] if document["invented"] else []),
        element("p", element("strong", word(state, **target)), class_=f"verdict {state}"),
        *(element("p", sentence) for sentence in said["reasons"]),
        element("h2", word("numbers")),
        numbers_table(said, language),
        *rules_part(document["rules_on_reviews_of_this_size"], language, word),
        *overlooked_part(document["overlooked_by_two_readers"], language, word),
        element("h2", word("how")),
        element("p", word("method")),
        element("p", word("made", **made)),
        element("p", word("sum"), " ", element("code", document["decisions_sha256"]), class_="soft"),
        element("div", element("div", word("signature")), element("div", word("place")), class_="sign"),
    ]  # fmt: skip
    head = element(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", f"{word('eyebrow')} – {document['title']}"),
        Html(f"<style>{STYLE}</style>"),
    )
    page = element("html", head, element("body", element("main", *parts)), lang=language)
    return Html(f"<!doctype html>\n{page}\n")


def numbers_table(said, language):
    """Return the certificate's numbers as a table."""
    rows = [
        element("tr", element("th", capital(say(f"stop.{name}", language)), scope="row"),
                element("td", number(said[name], language, decimals), class_="number"))
        for name, decimals in NUMBERS.items()
        if said[name] is not None
    ]  # fmt: skip
    return element("table", element("tbody", *rows))


def rules_part(rows, language, word):
    """Return what the rules do in simulated reviews of this size."""
    if not rows:
        return []
    frame = [
        {
            word("order"): word(f"order.{row['order']}"),
            word("rule"): text(word(RULES[row["rule"]])),
            word("failed"): f"{share(row['failed'], language, 1)} "
            f"({share(row['failed_low'], language, 1)}–{share(row['failed_high'], language, 1)})",
            word("read"): share(row["read"], language),
        }
        for row in rows
    ]
    return [
        element("h2", word("rules")),
        element("p", word("rules.text", runs=number(rows[0]["runs"], language))),
        table(pd.DataFrame(frame), id="t-rules", language=language, caption=word("rules.caption"),
              right=[word("failed"), word("read")]),
        element("p", element("strong", word("rules.unsafe")), class_="soft"),
    ]  # fmt: skip


def overlooked_part(rows, language, word):
    """Return what pairs of readers both overlooked, as estimated."""
    if not rows:
        return []
    sentences = [
        word("overlooked.text", a=row["reader_a"], b=row["reader_b"], both=number(row["both"], language),
             one=number(row["only_a"] + row["only_b"], language), neither=number(row["neither"], language, 1),
             recall=share(row["recall"], language, 1), low=share(row["recall_low"], language, 1),
             high=share(row["recall_high"], language, 1))
        for row in rows
    ]  # fmt: skip
    return [
        element("h2", word("overlooked")),
        *(element("p", sentence) for sentence in sentences),
        element("p", word("overlooked.note"), class_="soft"),
    ]
