// The pair card: two records in three columns, field by field, with what is alike said in words.

function buildPairs(card) {
  const { root, words } = card;
  root.setAttribute("aria-label", words["pair.title"]);
  root.classList.add("review-pair-card");
  card.progress = element("span", { class: "review-progress" });
  card.left = element("span", { class: "review-quiet" });
  card.rule = element("p", { class: "review-rule" });
  card.said = element("p", { class: "review-said" });
  card.body = element("div", { class: "review-fields" });
  card.bar = element(
    "div",
    { class: "review-bar", role: "group", "aria-label": words.keys },
    ...["same", "different"].map((name) => card.button(name, { class: "review-do review-main" })),
    element("span", { class: "review-gap" }),
    card.button("undo"),
    card.button("previous"),
    card.button("next"),
  );
  root.append(
    element("header", {}, element("h2", {}, words["pair.title"]), card.progress, card.left),
    card.rule,
    card.said,
    card.body,
    card.bar,
  );
}

function drawPairs(card, shown) {
  card.progress.textContent = shown.progress;
  card.left.textContent = shown.left || "";
  card.rule.textContent = shown.rule ? `${card.words["pair.rule"]}: ${shown.rule}` : "";
  card.said.textContent = shown.said || "";
  card.bar.hidden = !shown.fields.length;
  for (const verdict of ["same", "different"]) {
    card.buttons[verdict].setAttribute("aria-pressed", String(shown.verdict === verdict));
  }
  card.body.replaceChildren(...(shown.fields.length ? [pairTable(card.words, shown)] : []));
}

function pairTable(words, shown) {
  const head = ["pair.field", "pair.first", "pair.second", "pair.alike"].map((key, place) =>
    element(
      "th",
      { scope: "col" },
      words[key],
      place === 1 || place === 2 ? sourceOf(shown.sources[place - 1]) : null,
    ),
  );
  const rows = shown.fields.map((field) =>
    element(
      "tr",
      { class: `review-says-${field.says}` },
      element("th", { scope: "row" }, field.field),
      pairCell(field.a),
      pairCell(field.b),
      element("td", { class: "review-says" }, element("span", {}, field.word)),
    ),
  );
  return element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
}

function sourceOf(text) {
  return element("span", { class: "review-source", dir: "auto" }, text);
}

function pairCell(runs) {
  const empty = runs.every(([text]) => !text);
  return empty ? element("td", { class: "review-blank" }, "–") : recordText("td", runs);
}

export default { render: (context) => startCard(context, { build: buildPairs, draw: drawPairs }) };
