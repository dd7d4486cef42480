// How every card shows a reference: title, source, sections, keywords, and where it came from.

const langOf = (shown) => ({ lang: shown.lang || null });

function referenceHead(shown) {
  return [
    recordText("h3", shown.title, langOf(shown)),
    shown.authors && element("p.review-authors", { dir: "auto" }, shown.authors),
    shown.source && element("p.review-source-line", { dir: "auto" }, shown.source),
  ];
}

// The abstract in its sections, with headings of a level.
function sectionParts(shown, level = "h4") {
  return shown.sections.map(({ heading, runs }) =>
    element(
      "div.review-section",
      {},
      heading && element(level, langOf(shown), heading),
      recordText("p", runs, langOf(shown)),
    ),
  );
}

function keywordList(shown) {
  const words = shown.keywords.map((word) => recordText("li", word, langOf(shown)));
  return words.length > 0 && element("ul.review-keywords", {}, words);
}

// An address is followed only where it is one of ours.
function doiLink({ label, address }) {
  return address.startsWith("https://doi.org/10.") ? newTab(`doi:${label}`, address) : label && `doi:${label}`;
}
