// How every card shows a reference: title, source, sections, keywords, and where it came from.

function referenceParts(shown) {
  const doi = shown.doi.label ? element("span", {}, doiLink(`doi:${shown.doi.label}`, shown.doi.address)) : null;
  const pmid = shown.pmid ? element("span", {}, `PMID ${shown.pmid}`) : null;
  const lang = shown.lang ? { lang: shown.lang } : {};
  return [
    recordText("h3", shown.title, lang),
    shown.authors ? element("p", { class: "review-authors", dir: "auto" }, shown.authors) : null,
    shown.source ? element("p", { class: "review-source-line", dir: "auto" }, shown.source) : null,
    ...sectionParts(shown),
    element("p", { class: "review-origin", dir: "auto" }, doi, pmid, element("span", {}, shown.databases)),
  ].filter(Boolean);
}

// The abstract in its sections, with headings of a level, and the keywords.
function sectionParts(shown, level = "h4") {
  const lang = shown.lang ? { lang: shown.lang } : {};
  const words = shown.keywords.map((word) => recordText("li", word, lang));
  return [
    ...shown.sections.map((part) =>
      element(
        "div",
        { class: "review-section" },
        part.heading ? element(level, lang, part.heading) : null,
        recordText("p", part.runs, lang),
      ),
    ),
    words.length ? element("ul", { class: "review-keywords" }, ...words) : null,
  ];
}

function heading(text) {
  return element("h4", {}, text);
}

function labelled(label, group) {
  return element("div", { class: "review-line" }, element("span", { class: "review-label" }, label), group);
}

function keyHint(key) {
  return key ? element("kbd", { "aria-hidden": "true" }, keyName(key)) : "";
}

// The criteria, where there are any.
function criteriaParts(words, lists) {
  return ["include", "exclude"]
    .filter((kind) => lists[kind].length)
    .flatMap((kind) => [
      heading(words[`screen.${kind}`]),
      element("ul", {}, ...lists[kind].map((text) => element("li", {}, text))),
    ]);
}

// A button that opens or hides something here, without asking the kernel.
function toggle(card, name, set) {
  const made = card.button(name, { class: "review-do review-toggle", "aria-pressed": "false" });
  card.handlers[name] = () => {
    const on = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(on));
    set(on);
  };
  return made;
}

// A button whose answer the kernel gives and takes back.
function asking(card, name) {
  return card.button(name, { class: "review-do review-toggle", "aria-pressed": "false" });
}
