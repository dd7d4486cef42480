"""Page: the chapters of a report, and the one HTML file they stand in."""

import base64
import hashlib
import re
from importlib.resources import as_file, files

import nbformat
from nbconvert import HTMLExporter

from review import __version__
from review.display import Html, element, text
from review.errors import UsageError
from review.report.chapters import CHAPTERS
from review.report.derived import citations
from review.report.material import Material
from review.report.number import counted
from review.report.roots import PLACE_OF_ROOTS, gathered, record
from review.report.rows import rows
from review.report.writer import NO_SECTION, Writer
from review.vocabulary import LANGUAGES, date_in_words, say

__all__ = ["Report", "render", "to_page"]

PARTS = (("style.css", "gap_map.css"), ("page.js", "gap_map.js"))
"""The files of the page's style and of its script."""


class Report:
    """The chapters of one report, as a notebook shows them.

    Parameters
    ----------
    snapshot : review.report.Snapshot
    language : {"sv", "en"}, optional
        The language of review.toml where not given.
    chapters : sequence of str, optional
        Names of `CHAPTERS`; those of review.toml where not given, and all where it names none.

    Attributes
    ----------
    sections : dict of str to Section
        In the order of the page; figures and tables are numbered through all of them.
    numbers : dict of str to Number
    figures : dict of str to Figure
        By the id they have on the page, as `tables`.
    tables : dict of str to Table
        Each with its caption and the frame that is printed.
    """

    def __init__(self, snapshot, language=None, chapters=None):
        language = language or snapshot.project.language
        if language not in LANGUAGES:
            raise UsageError(f"language must be one of {', '.join(LANGUAGES)}; got {language!r}")
        material = Material(snapshot)
        held, names = rows(material), citations(snapshot.references, language)
        glossary = snapshot.glossary
        writer = Writer(language, names, held=held, numbers=counted(held), glossary=glossary)
        wanted = chosen(chapters or snapshot.project.chapters)
        self.sections = {name: material.give(CHAPTERS[name], writer) for name in wanted}
        self.numbers, self.figures, self.tables = writer.numbers, writer.figures, writer.tables

    def show(self, name):
        """Return one chapter; an empty one where it was not chosen.

        Raises UsageError if the report has no such chapter.
        """
        chosen([name])
        return self.sections.get(name, NO_SECTION)


def chosen(names):
    """Return the names of chapters in the order of the report, all where none is named.

    Raises UsageError if there is no such chapter.
    """
    for name in names:
        if name not in CHAPTERS:
            raise UsageError(f"unknown chapter {name!r}; there are {', '.join(CHAPTERS)}")
    return [name for name in CHAPTERS if name in names] or list(CHAPTERS)


def render(snapshot, *, language=None, date=None, chapters=None):
    """Return the page of a snapshot without running a notebook.

    Parameters
    ----------
    snapshot : review.report.Snapshot
    language : {"sv", "en"}, optional
    date : datetime.date, optional
        The date printed; review.toml's where not given.
    chapters : sequence of str, optional
        See `Report`.

    Returns
    -------
    str
        The same page as `build` makes from the notebook that ships with the package.
    """
    cells = []
    for section in Report(snapshot, language, chapters).sections.values():
        data, metadata = section._repr_mimebundle_()
        shown = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell(outputs=[shown]))
    notebook = nbformat.v4.new_notebook(cells=cells)
    return to_page(notebook, snapshot.project, language=language, date=date)


def to_page(notebook, project, *, language=None, date=None):
    """Return a notebook that has been run as a page (see `render`); only its chapters are printed."""
    language = language or project.language
    chapters = chapters_of(notebook)
    templates = files("review").joinpath("templates")
    with as_file(templates) as folder:
        exporter = PageExporter(template_name="report", extra_template_basedirs=[str(folder)])
        style, script = (
            "".join(folder.joinpath("report", name).read_text("utf-8") for name in names) for names in PARTS
        )
        facts = {
            "language": language,
            "title": text(project.title[language]),
            "invented": project.invented,
            "question": text(project.question.get(language, "")),
            "date": text(date_in_words(date or project.date, language)),
            "imprint": cover(project.publisher, language),
            "version": text(__version__),
            "style": Html(style),
            "script": Html(script),
            "policy": policy(script),
            "contents": contents(chapters),
            "say": lambda key: text(say(key, language)),
            "messages": {key: say(f"page.{key}", language) for key in ("search", "found", "sort")},
        }
        page, _ = exporter.from_notebook_node(notebook, resources={"report": facts})
    page = without_dead_links(page).strip() + "\n"
    return page.replace(PLACE_OF_ROOTS, record(gathered(one["roots"] for one in chapters), page))


def cover(publisher, language):
    """Return what the cover says of the publisher, as pairs of a name and its words."""
    said = {
        "organisation": publisher.organisation.get(language, ""),
        "article": publisher.article,
        "corrected": date_in_words(publisher.corrections[0][0], language) if publisher.corrections else "",
    }
    return [(text(say(f"imprint.{name}", language)), text(value)) for name, value in said.items() if value]


class PageExporter(HTMLExporter):
    """nbconvert's exporter without its second reading of the page, which tends only its own templates."""

    def from_notebook_node(self, notebook, resources=None, **how):
        """Return the page and the resources it was made with."""
        return super(HTMLExporter, self).from_notebook_node(notebook, resources=resources, **how)


def chapters_of(notebook):
    """Return id and title of each chapter among a notebook's outputs."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    found = [output.metadata["review"] for output in outputs if "review" in output.get("metadata", {})]
    return [one for one in found if one["id"]]


def contents(chapters):
    """Return the table of contents."""
    items = [element("li", element("a", one["title"], href=f"#{one['id']}")) for one in chapters]
    return element("ol", *items)


def policy(script):
    """Return what the browser may load: nothing from outside, and no script but our own."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def without_dead_links(page):
    """Return the page with links to chapters that were left out turned into plain text.

    >>> without_dead_links('<a class="n" href="#gone">3</a> <a href="#b">4</a> <b id="b">4</b>')
    '3 <a href="#b">4</a> <b id="b">4</b>'
    """
    known = set(re.findall(r'\bid="([^"]*)"', page))
    return re.sub(
        r'<a [^<>]*href="#([^"]*)"[^<>]*>(.*?)</a>',
        lambda link: link[0] if link[1] in known or not link[1] else link[2],
        page,
        flags=re.DOTALL,
    )
