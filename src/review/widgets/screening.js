// The screening card: the reference to the left, what it is judged by to the right, the keys below.

function buildScreening(card) {
  buildJudgement(card);
  const rest = ["bring_back", "later", "undo", "previous", "next"].filter((name) => name in card.keys);
  card.root.append(
    screeningHeader(card),
    element("div.review-columns", {}, screeningText(card), screeningSide(card)),
    card.judgement,
    bar(card, JUDGEMENTS, element("div.review-more", {}, buttons(card, ...rest))),
  );
}

// What one wants to know of the whole stands in one quiet line that can be hidden.
function screeningHeader(card) {
  const counts = [card.line("progress", "span.review-numbers"), card.line("aside", "span.review-quiet")];
  const standing = card.line("standing", "span.review-quiet.review-standing");
  const hide = toggle(card, "numbers", (on) => {
    for (const part of [...counts, standing]) part.hidden = on;
  });
  const ask = "standing" in card.keys && card.button("standing", TOGGLE);
  return header(card, counts, element("span.review-tools", {}, ask, hide), standing);
}

function screeningText(card) {
  card.judges = element("div.review-judges");
  card.reference = element("div");
  const about = { tabindex: "0", role: "region", "aria-label": card.words["screen.text"] };
  card.scroller = element("div.review-text", about, card.judges, card.reference);
  return card.scroller;
}

// Beside the text: what it is judged by, and on demand why it comes now, its likes, and the words in colour.
function screeningSide(card) {
  card.criteria = element("div.review-criteria");
  const onDemand = ["why", "similar"].filter((name) => name in card.keys);
  card.asked = Object.fromEntries(onDemand.map((name) => [name, element("div.review-asked")]));
  const asking = onDemand.map((name) => [card.button(name, TOGGLE), card.asked[name]]);
  const about = { tabindex: "0", "aria-label": card.words["screen.criteria"] };
  card.side = element("aside.review-side", about, asking, card.criteria, wordsPanel(card));
  return card.side;
}

function drawScreening(card, shown, isNew) {
  const { standing, bring_back: back } = card.buttons;
  if (standing) set(standing, { "aria-pressed": Boolean(shown.standing) });
  if (back) back.hidden = !shown.aside;
  card.side.hidden = card.judgement.hidden = !shown.key;
  card.root.classList.toggle("review-all-done", !shown.key);
  card.root.classList.toggle("review-looking-back", Boolean(shown.said));
  if (isNew) turnDraft(card, shown);
  for (const name of JUDGEMENTS) set(card.buttons[name], { "aria-pressed": shown.decision === name });
  drawWords(card, shown);
  drawJudges(card, shown.judges || []);
  if (!shown.key) return fill(card.reference, element("p.review-done", {}, shown.done));
  fill(
    card.reference,
    shown.said && element("p.review-said", {}, shown.said),
    referenceHead(shown),
    sectionParts(shown),
    keywordList(shown),
    originLine(shown),
  );
  fill(card.criteria, criteriaParts(card.words, shown.criteria));
  for (const name of Object.keys(card.asked)) drawAsked(card, name, shown[name]);
  drawDraft(card);
  if (isNew) card.scroller.scrollTop = 0;
}

function originLine({ doi, pmid, databases }) {
  const parts = [doi.label && doiLink(doi), pmid && `PMID ${pmid}`].filter(Boolean);
  const spans = [...parts, databases].map((part) => element("span", {}, part));
  return element("p.review-origin", { dir: "auto" }, spans);
}

// The criteria, where there are any.
function criteriaParts(words, lists) {
  return ["include", "exclude"]
    .filter((kind) => lists[kind].length)
    .map((kind) => [
      element("h4", {}, words[`screen.${kind}`]),
      element("ul", {}, lists[kind].map((text) => element("li", {}, text))),
    ]);
}

// An answer: a sentence, and lists under headings.
function drawAsked(card, name, told) {
  card.asked[name].hidden = !told;
  set(card.buttons[name], { "aria-pressed": Boolean(told) });
  if (!told) return;
  const lists = (told.lists || []).filter(({ items }) => items.length);
  fill(
    card.asked[name],
    told.said && element("p", {}, told.said),
    lists.map(({ head, items }) => [head && element("h4", {}, head), element("ul", {}, items.map(toldItem))]),
  );
}

// A word, or a text with what is said of it below.
function toldItem(item) {
  if (typeof item === "string") return element("li", { dir: "auto" }, item);
  const more = element("span.review-quiet", {}, item.more);
  return element("li", {}, element("span", { dir: "auto" }, item.text), element("br"), more);
}

// What readers said of the reference, side by side; only on the card of who settles.
function drawJudges(card, judges) {
  card.judges.hidden = !judges.length;
  fill(
    card.judges,
    judges.map((judge) =>
      element(
        "section.review-judge",
        { "aria-label": judge.reader },
        element("p.review-quiet", {}, judge.reader),
        element(`p.review-verdict.review-verdict-${judge.decision}`, {}, judge.said),
        judge.more.map((text) => element("p", {}, text)),
        judge.note && element("p.review-judge-note", { dir: "auto" }, judge.note),
      ),
    ),
  );
}

const dress = "review-screening review-screening-card";
export default widgetOf({ name: "screen", dress, build: buildScreening, draw: drawScreening });
