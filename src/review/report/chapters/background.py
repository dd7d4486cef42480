"""Background: what the report is for, and what its words mean."""

from review.display import element, text

__all__ = ["background"]


def background(w):
    """Write the chapter."""
    flags = {"low_value": element("strong", w.say("low_value_care"))}
    flags["removal"] = element("strong", w.say("de_implementation"))
    w.explainer.known()
    return w.section(
        "background",
        "background",
        w.p("background.text"),
        w.p("background.assignment"),
        w.heading("background.terms"),
        w.p("background.terms.text"),
        terms(w),
        w.p("background.priority"),
        w.p("background.flags", **flags),
    )


def terms(w):
    """Return the defined terms of the glossary as a list of definitions."""
    glossary = w.snapshot.glossary
    defined = glossary[glossary[f"definition_{w.language}"] != ""]
    if defined.empty:
        return ""
    rows = []
    for row in defined.to_dict("records"):
        other = "en" if w.language == "sv" else "sv"
        name, translated = row[f"term_{w.language}"], row[f"term_{other}"]
        named = [element("dfn", name)]
        if translated and translated != name:
            named += [" ", element("span", translated, lang=other, class_="translated")]
        meaning = [text(row[f"definition_{w.language}"]), " ", element("cite", w.say(row["source"]))]
        rows.append(element("div", element("dt", *named), element("dd", *meaning)))
    return element("dl", *rows, class_="terms")
