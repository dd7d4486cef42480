// The list: rows to move along and to mark; what is marked is excluded together.

function buildListing(card) {
  const { root, words } = card;
  root.setAttribute("aria-label", words["list.title"]);
  root.classList.add("review-screening", "review-list-card");
  Object.assign(card, { marked: new Set(), opened: new Set(), filled: { reason: "" }, rows: [], at: 0 });
  card.arrows = { ArrowDown: "down", ArrowUp: "up", ArrowRight: "forward", ArrowLeft: "back" };
  card.list = element("ul", { class: "review-list", "aria-label": words["list.references"] });
  card.done = element("p", { class: "review-done" });
  card.reasons = element("div", { class: "review-choices", role: "group", "aria-label": words["screen.reason"] });
  card.reasonLine = labelled(words["screen.reason"], card.reasons);
  card.home = () => card.rows[card.at]?.mark || root;
  card.draft = (name) => (name === "exclude" ? { marked: chosenRows(card), reason: card.filled.reason } : {});
  listHandlers(card);
  root.append(
    listHeader(card),
    element("p", { class: "review-hint" }, words["list.hint"]),
    card.list,
    card.done,
    card.reasonLine,
    element(
      "div",
      { class: "review-bar", role: "group", "aria-label": words.keys },
      card.button("exclude", { class: "review-do review-main" }),
      ...["mark", "all", "open"].map((name) => card.button(name)),
      element("span", { class: "review-gap" }),
      ...["undo", "back", "forward"].map((name) => card.button(name)),
    ),
  );
}

function listHeader(card) {
  card.numbers = element("span", { class: "review-numbers" });
  const hide = toggle(card, "numbers", (on) => {
    card.numbers.hidden = on;
  });
  return element(
    "header",
    {},
    element("h2", {}, card.words["list.title"]),
    card.numbers,
    element("span", { class: "review-tools" }, hide),
  );
}

// What is excluded: the marked ones, or the one that has the focus where none is marked.
function chosenRows(card) {
  const marked = card.rows.map((row) => row.id).filter((id) => card.marked.has(id));
  const here = card.rows[card.at];
  return marked.length || !here ? marked : [here.id];
}

function listHandlers(card) {
  const move = (step) => {
    if (!card.rows.length) return;
    card.at = Math.min(Math.max(card.at + step, 0), card.rows.length - 1);
    drawRows(card);
    card.home().focus();
    card.rows[card.at].node.scrollIntoView({ block: "nearest" });
  };
  card.handlers.down = () => move(1);
  card.handlers.up = () => move(-1);
  card.handlers.mark = () => {
    markRow(card, card.at);
    move(1);
  };
  card.handlers.all = () => {
    const all = card.rows.every((row) => card.marked.has(row.id));
    for (const row of card.rows) all ? card.marked.delete(row.id) : card.marked.add(row.id);
    drawRows(card);
  };
  card.handlers.open = () => openRow(card, card.at);
}

function markRow(card, place) {
  const row = card.rows[place];
  if (!row) return;
  if (!card.marked.delete(row.id)) card.marked.add(row.id);
  drawRows(card);
}

function openRow(card, place) {
  const row = card.rows[place];
  if (!row) return;
  if (!card.opened.delete(row.id)) card.opened.add(row.id);
  drawRows(card);
  row.node.scrollIntoView({ block: "nearest" });
}

function drawListing(card, shown, isNew) {
  card.numbers.textContent = shown.progress;
  card.done.textContent = shown.done;
  card.reasonLine.hidden = card.list.hidden = !shown.rows.length;
  if (isNew) {
    const stood = card.rows[card.at]?.id;
    const held = card.list.contains(document.activeElement);
    const known = new Set(card.rows.map((row) => row.id));
    card.rows = shown.rows.map((row, place) => listRow(card, row, place));
    const again = card.rows.findIndex((row) => row.id === stood);
    const samePage = card.rows.some((row) => known.has(row.id));
    card.at = again >= 0 ? again : samePage ? Math.min(card.at, card.rows.length - 1) : 0;
    card.list.replaceChildren(...card.rows.map((row) => row.node));
    if (held) card.home().focus();
    card.filled.reason = "";
    drawReasons(card, shown.reasons, () => card.filled, () => drawRows(card));
  }
  drawRows(card);
}

function listRow(card, shown, place) {
  const lang = shown.lang ? { lang: shown.lang } : {};
  const mark = element(
    "button",
    { type: "button", role: "checkbox", class: "review-mark" },
    element("span", { class: "review-box", "aria-hidden": "true" }),
    element(
      "span",
      {},
      recordText("span", shown.title, { class: "review-row-title", ...lang }),
      element("span", { class: "review-row-source", dir: "auto" }, shown.source),
    ),
  );
  mark.addEventListener("click", () => {
    card.at = place;
    markRow(card, place);
  });
  mark.addEventListener("focus", () => {
    card.at = place;
    drawRows(card);
  });
  const open = element("button", { type: "button", class: "review-do review-toggle" }, card.words.open);
  open.addEventListener("click", () => {
    card.at = place;
    openRow(card, place);
  });
  const text = element("div", { class: "review-row-text" }, ...sectionParts(shown, "h3"));
  const node = element("li", { class: "review-row" }, element("div", { class: "review-row-line" }, mark, open), text);
  return { id: shown.id, node, mark, open, text };
}

function drawRows(card) {
  card.rows.forEach((row, place) => {
    const marked = card.marked.has(row.id);
    row.node.classList.toggle("review-here", place === card.at);
    row.node.classList.toggle("review-marked", marked);
    row.mark.setAttribute("aria-checked", String(marked));
    row.text.hidden = !card.opened.has(row.id);
    row.open.setAttribute("aria-expanded", String(!row.text.hidden));
    for (const button of [row.mark, row.open]) button.tabIndex = place === card.at ? 0 : -1;
  });
  const n = card.rows.filter((row) => card.marked.has(row.id)).length;
  const label = n ? card.words["list.exclude"].replace("{n}", n) : card.words.exclude;
  card.buttons.exclude.firstChild.textContent = label;
  drawChosenReason(card, card.filled.reason);
}

export default { render: (context) => startCard(context, { build: buildListing, draw: drawListing }) };
