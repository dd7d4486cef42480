// The list: rows to move along and to mark; what is marked is excluded together.

function buildListing(card) {
  const { root, words } = card;
  Object.assign(card, { marked: new Set(), opened: new Set(), filled: { reason: "" }, rows: [], at: 0 });
  card.arrows = { ArrowDown: "down", ArrowUp: "up", ArrowRight: "forward", ArrowLeft: "back" };
  card.list = element("ul.review-list", { "aria-label": words["list.references"] });
  card.reasons = choiceGroup(words["screen.reason"]);
  card.reasonLine = labelled(words["screen.reason"], card.reasons);
  card.home = () => card.rows[card.at]?.mark || root;
  card.draft = (name) => (name === "exclude" ? { marked: chosenRows(card), reason: card.filled.reason } : {});
  listHandlers(card);
  const numbers = card.line("progress", "span.review-numbers");
  const hide = toggle(card, "numbers", (on) => {
    numbers.hidden = on;
  });
  root.append(
    header(card, numbers, element("span.review-tools", {}, hide)),
    element("p.review-hint", {}, words["list.hint"]),
    card.list,
    card.line("done", "p.review-done"),
    card.reasonLine,
    bar(card, ["exclude"], buttons(card, "mark", "all", "open"), gap(), buttons(card, "undo", "back", "forward")),
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
  Object.assign(card.handlers, { down: () => move(1), up: () => move(-1), open: () => openRow(card) });
  card.handlers.mark = () => {
    markRow(card);
    move(1);
  };
  card.handlers.all = () => {
    const all = card.rows.every((row) => card.marked.has(row.id));
    for (const row of card.rows) all ? card.marked.delete(row.id) : card.marked.add(row.id);
    drawRows(card);
  };
}

// Marks, or opens, the row one is at, or takes that back.
function switchRow(card, which) {
  const row = card.rows[card.at];
  if (row && !which.delete(row.id)) which.add(row.id);
  drawRows(card);
}

const markRow = (card) => switchRow(card, card.marked);

function openRow(card) {
  switchRow(card, card.opened);
  card.rows[card.at]?.node.scrollIntoView({ block: "nearest" });
}

function drawListing(card, shown, isNew) {
  card.reasonLine.hidden = card.list.hidden = !shown.rows.length;
  if (isNew) {
    const stood = card.rows[card.at]?.id;
    const held = card.list.contains(document.activeElement);
    const known = new Set(card.rows.map((row) => row.id));
    card.rows = shown.rows.map((row, place) => listRow(card, row, place));
    const again = card.rows.findIndex((row) => row.id === stood);
    const samePage = card.rows.some((row) => known.has(row.id));
    card.at = again >= 0 ? again : samePage ? Math.min(card.at, card.rows.length - 1) : 0;
    fill(card.list, card.rows.map((row) => row.node));
    if (held) card.home().focus();
    card.filled.reason = "";
    fillReasons(card, shown.reasons, drawRows);
  }
  drawRows(card);
}

function listRow(card, shown, place) {
  // what is done with a row is done where one then is
  const here = (then) => () => {
    card.at = place;
    then(card);
  };
  const mark = element(
    "button.review-mark",
    { type: "button", role: "checkbox", click: here(markRow), focus: here(drawRows) },
    element("span.review-box", { "aria-hidden": true }),
    element(
      "span",
      {},
      recordText("span.review-row-title", shown.title, langOf(shown)),
      element("span.review-row-source", { dir: "auto" }, shown.source),
    ),
  );
  const open = element("button.review-do.review-toggle", { type: "button", click: here(openRow) }, card.words.open);
  const text = element("div.review-row-text", {}, sectionParts(shown, "h3"), keywordList(shown));
  const node = element("li.review-row", {}, element("div.review-row-line", {}, mark, open), text);
  return { id: shown.id, node, mark, open, text };
}

function drawRows(card) {
  card.rows.forEach((row, place) => {
    const marked = card.marked.has(row.id);
    row.node.classList.toggle("review-here", place === card.at);
    row.node.classList.toggle("review-marked", marked);
    set(row.mark, { "aria-checked": marked });
    row.text.hidden = !card.opened.has(row.id);
    set(row.open, { "aria-expanded": !row.text.hidden });
    for (const button of [row.mark, row.open]) button.tabIndex = place === card.at ? 0 : -1;
  });
  const n = card.rows.filter((row) => card.marked.has(row.id)).length;
  const label = n ? card.words["list.exclude"].replace("{n}", n) : card.words.exclude;
  card.buttons.exclude.firstChild.textContent = label;
  markChoice(card.reasons, card.filled.reason);
}

const dress = "review-screening review-list-card";
export default widgetOf({ name: "list", dress, build: buildListing, draw: drawListing });
