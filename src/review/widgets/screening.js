// The screening card: the reference to the left, what it is judged by to the right, the keys below.

function buildScreening(card) {
  const { root, words } = card;
  root.setAttribute("aria-label", words["screen.title"]);
  root.classList.add("review-screening", "review-screening-card");
  buildHeader(card);
  buildText(card);
  buildSide(card);
  buildJudgement(card);
  const here = (name) => name in card.keys;
  const main = { class: "review-do review-main", "aria-pressed": "false" };
  const bar = element(
    "div",
    { class: "review-bar", role: "group", "aria-label": words.keys },
    ...JUDGEMENTS.map((name) => card.button(name, main)),
    element(
      "div",
      { class: "review-more" },
      ...["bring_back", "later", "undo", "previous", "next"].filter(here).map((name) => card.button(name)),
    ),
  );
  root.append(
    card.header,
    element("div", { class: "review-columns" }, card.text, card.side),
    card.judgement,
    bar,
  );
}

// What one wants to know of the whole stands in one quiet line that can be hidden.
function buildHeader(card) {
  const { words } = card;
  card.numbers = element("span", { class: "review-numbers" });
  card.aside = element("span", { class: "review-quiet" });
  card.standing = element("span", { class: "review-quiet review-standing" });
  const line = [card.numbers, card.aside, card.standing];
  const hide = toggle(card, "numbers", (on) => {
    for (const part of line) part.hidden = on;
  });
  card.header = element(
    "header",
    {},
    element("h2", {}, words["screen.title"]),
    card.numbers,
    card.aside,
    element("span", { class: "review-tools" }, "standing" in card.keys ? asking(card, "standing") : null, hide),
    card.standing,
  );
}

function buildText(card) {
  card.judges = element("div", { class: "review-judges" });
  card.reference = element("div", {});
  card.text = element(
    "div",
    { class: "review-text", tabindex: "0", role: "region", "aria-label": card.words["screen.text"] },
    card.judges,
    card.reference,
  );
  card.scroller = card.text;
}

// Beside the text: what it is judged by, and on demand why it comes now, its likes, and the words in colour.
function buildSide(card) {
  const { words } = card;
  card.criteria = element("div", { class: "review-criteria" });
  card.asked = {};
  const onDemand = ["why", "similar"].filter((name) => name in card.keys);
  for (const name of onDemand) card.asked[name] = element("div", { class: "review-asked" });
  card.side = element(
    "aside",
    { class: "review-side", tabindex: "0", "aria-label": words["screen.criteria"] },
    ...onDemand.flatMap((name) => [asking(card, name), card.asked[name]]),
    card.criteria,
    wordsPanel(card),
  );
}

function drawScreening(card, shown, isNew) {
  card.numbers.textContent = shown.progress;
  card.aside.textContent = shown.aside;
  card.standing.textContent = shown.standing || "";
  card.buttons.standing?.setAttribute("aria-pressed", String(Boolean(shown.standing)));
  for (const part of [card.side, card.judgement]) part.hidden = !shown.key;
  card.root.classList.toggle("review-all-done", !shown.key);
  if (card.buttons.bring_back) card.buttons.bring_back.hidden = !shown.aside;
  card.root.classList.toggle("review-looking-back", Boolean(shown.said));
  if (isNew) turnDraft(card, shown);
  for (const name of JUDGEMENTS) {
    card.buttons[name].setAttribute("aria-pressed", String(shown.decision === name));
  }
  drawWords(card, shown);
  drawJudges(card, shown);
  if (!shown.key) {
    card.reference.replaceChildren(element("p", { class: "review-done" }, shown.done));
    return;
  }
  const said = shown.said ? [element("p", { class: "review-said" }, shown.said)] : [];
  card.reference.replaceChildren(...said, ...referenceParts(shown));
  card.criteria.replaceChildren(...criteriaParts(card.words, shown.criteria));
  for (const name of Object.keys(card.asked)) drawAsked(card, name, shown[name]);
  drawDraft(card);
  if (isNew) card.text.scrollTop = 0;
}

// An answer: a sentence, and lists under headings.
function drawAsked(card, name, told) {
  card.asked[name].hidden = !told;
  card.buttons[name].setAttribute("aria-pressed", String(Boolean(told)));
  if (!told) return;
  const lists = (told.lists || [])
    .filter(({ items }) => items.length)
    .flatMap(({ head, items }) => [
      head ? heading(head) : "",
      element("ul", {}, ...items.map(toldItem)),
    ]);
  card.asked[name].replaceChildren(
    ...[told.said ? element("p", {}, told.said) : "", ...lists].filter((part) => part !== ""),
  );
}

// A word, or a text with what is said of it below.
function toldItem(item) {
  if (typeof item === "string") return element("li", { dir: "auto" }, item);
  const more = element("span", { class: "review-quiet" }, item.more);
  return element("li", {}, element("span", { dir: "auto" }, item.text), element("br"), more);
}

// What readers said of the reference, side by side; only on the card of who settles.
function drawJudges(card, shown) {
  const judges = shown.judges || [];
  card.judges.hidden = !judges.length;
  card.judges.replaceChildren(
    ...judges.map((judge) =>
      element(
        "section",
        { class: "review-judge", "aria-label": judge.reader },
        element("p", { class: "review-quiet" }, judge.reader),
        element("p", { class: `review-verdict review-verdict-${judge.decision}` }, judge.said),
        ...judge.more.map((text) => element("p", {}, text)),
        judge.note ? element("p", { class: "review-judge-note", dir: "auto" }, judge.note) : null,
      ),
    ),
  );
}

export default { render: (context) => startCard(context, { build: buildScreening, draw: drawScreening }) };
