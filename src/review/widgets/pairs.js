// The pair card: two records in three columns, field by field, with what is alike said in words.

const VERDICTS = ["same", "different"];

function buildPairs(card) {
  card.rule = element("p.review-rule");
  card.body = element("div.review-fields");
  card.bar = bar(card, VERDICTS, gap(), buttons(card, "undo", "previous", "next"));
  card.root.append(
    header(card, card.line("progress", "span.review-progress"), card.line("left", "span.review-quiet")),
    card.rule,
    card.line("said", "p.review-said"),
    card.body,
    card.bar,
  );
}

function drawPairs(card, shown) {
  card.rule.textContent = shown.rule ? `${card.words["pair.rule"]}: ${shown.rule}` : "";
  card.bar.hidden = !shown.fields.length;
  for (const verdict of VERDICTS) set(card.buttons[verdict], { "aria-pressed": shown.verdict === verdict });
  fill(card.body, shown.fields.length > 0 && pairTable(card.words, shown));
}

function pairTable(words, { fields, sources }) {
  const source = (text) => text !== undefined && element("span.review-source", { dir: "auto" }, text);
  const head = ["field", "first", "second", "alike"].map((name, place) =>
    element("th", { scope: "col" }, words[`pair.${name}`], source(sources[place - 1])),
  );
  const rows = fields.map((field) =>
    element(
      `tr.review-says-${field.says}`,
      {},
      element("th", { scope: "row" }, field.field),
      pairCell(field.a),
      pairCell(field.b),
      element("td.review-says", {}, element("span", {}, field.word)),
    ),
  );
  return element("table", {}, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows));
}

function pairCell(runs) {
  const empty = runs.every(([text]) => !text);
  return empty ? element("td.review-blank", {}, "–") : recordText("td", runs);
}

export default widgetOf({ name: "pair", dress: "review-pair-card", build: buildPairs, draw: drawPairs });
