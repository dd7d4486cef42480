"""Background: what the report is for, and what its words mean."""

from review.display import element, text

__all__ = ["background"]


def background(w, glossary):
    """Write the chapter."""
    words = {"low_value": "low_value_care", "removal": "de_implementation"}
    flags = {name: element("strong", w.say(key)) for name, key in words.items()}
    w.explainer.known()
    return w.section(
        "background", "background", w.p("background.text"), w.p("background.assignment"),
        w.heading("background.terms"), w.p("background.terms.text"), terms(w, glossary),
        w.p("background.priority"), w.p("background.flags", **flags),
    )  # fmt: skip


def terms(w, glossary):
    """Return the defined terms of the glossary as a list of definitions."""
    rows = []
    for row in glossary[glossary[f"definition_{w.language}"] != ""].to_dict("records"):
        name, translated = row[f"term_{w.language}"], row[f"term_{w.other}"]
        named = [element("dfn", name)]
        if translated and translated != name:
            named += [" ", element("span", translated, lang=w.other, class_="translated")]
        meaning = [text(row[f"definition_{w.language}"]), " ", element("cite", w.say(row["source"]))]
        rows.append(element("div", element("dt", *named), element("dd", *meaning)))
    return element("dl", *rows, class_="terms") if rows else ""
