// The link board: what is linked to the left, what it is or may be linked to on the right, the judgement below.

const OTHER = { recommendation: "reference", reference: "recommendation" };
// What is said of a link in words: whom it speaks about, when the measure can still be right, a note.
const WRITTEN = ["population", "exceptions", "note"];
let boards = 0;

function buildLinks(card) {
  const { root, words } = card;
  Object.assign(card, { number: (boards += 1), drafts: {}, chosen: "", written: {} });
  card.subject = region("div.review-subject", words["link.subject"]);
  const candidates = { role: "listbox", tabindex: "0", "aria-label": words["link.candidates"] };
  card.list = element("ul.review-candidates", candidates);
  card.detail = region("div.review-detail", words["link.chosen"]);
  card.chosenSaid = element("span.review-only-heard", { "aria-live": "polite" });
  const head = element("h4", {}, words["link.candidates"]);
  const side = element("div.review-side-list", {}, head, card.list, card.detail, card.chosenSaid);
  card.said = saidOfLink(card);
  card.draft = () => ({ candidate: card.chosen, link_id: current(card)?.link_id || "", ...said(card) });
  card.before = (name) => {
    if (["confirm", "reject", "unlink"].includes(name) && !current(card)) return words["link.candidate_needed"];
    return name === "confirm" && !said(card).direction ? words["link.direction_needed"] : "";
  };
  const onPick = (id) => card.act(...(card.adding ? ["add", { found: id }] : ["open", { subject: id }]));
  root.append(
    boardHeader(card, { quiet: "counts", key: "pick", onPick }),
    element("div.review-columns", {}, card.subject, side),
    card.said,
    bar(
      card,
      ["confirm", "reject"],
      buttons(card, "unlink"),
      gap(),
      buttons(card, "add", "turn", "undo", "previous", "next"),
    ),
  );
  for (const [name, adding] of [["pick", false], ["add", true]]) {
    card.handlers[name] = () => {
      prepareFinding(card, adding);
      card.picker.field.focus();
    };
  }
  card.picker.field.addEventListener("blur", () => prepareFinding(card));
  // the arrows choose a row wherever the keys are, unless one is writing or reads a text
  root.addEventListener("keydown", (event) => {
    const reads = [card.subject, card.detail].includes(event.target);
    if (!arrowStep(event) || reads || editable(event.target) || withModifier(event)) return;
    taken(event);
    move(card, arrowStep(event));
  });
}

// The field finds a subject to go to, or another candidate to take up.
function prepareFinding(card, adding = false) {
  const shown = card.model.get("shown");
  const side = adding ? OTHER[shown.side] : shown.side;
  const label = card.words[`link.${adding ? "add" : "find"}_${side}`];
  card.adding = adding;
  set(card.picker.field, { placeholder: label, "aria-label": label });
  card.picker.options = card.model.get("subjects")[side] || [];
}

// What the study says and how sure that is, and what is said in words.
function saidOfLink(card) {
  const { words } = card;
  const shown = card.model.get("shown");
  const choices = (name, options) => {
    const choose = (value) => {
      if (!current(card)) return;
      said(card)[name] = said(card)[name] === value && name === "direction" ? "" : value;
      drawDraft(card);
    };
    const label = words[`link.${name}`];
    card[name] = fillChoices(card, choiceGroup(label), options, choose);
    return labelled(label, card[name]);
  };
  const writing = WRITTEN.map((name) => {
    const write = (text) => {
      said(card)[name] = text;
    };
    const [field, line] = writingLine(card, name, words[`link.${name}`], write);
    card.written[name] = field;
    return line;
  });
  const chosen = [choices("direction", shown.directions), choices("certainty", shown.certainties)];
  return element("div.review-judgement", {}, chosen, writing);
}

const current = (card) => card.model.get("shown").candidates.find((one) => one.id === card.chosen);

function said(card) {
  const one = current(card);
  if (!one) return {};
  const name = `${card.model.get("shown").key} ${one.id} ${one.link_id}`;
  card.drafts[name] = card.drafts[name] || { ...one.draft };
  return card.drafts[name];
}

function drawDraft(card) {
  const draft = said(card);
  for (const name of ["direction", "certainty"]) markChoice(card[name], draft[name] || "");
  for (const [name, field] of Object.entries(card.written)) {
    field.value = draft[name] || "";
    field.disabled = !current(card);
  }
}

function move(card, step) {
  const ids = card.model.get("shown").candidates.map((one) => one.id);
  const place = ids.indexOf(card.chosen) + step;
  if (place < 0 || place >= ids.length) return;
  choose(card, ids[place]);
  card.chosenSaid.textContent = `${current(card).thing.heard}. ${current(card).state_word}`;
}

function choose(card, id) {
  card.chosen = id;
  for (const node of card.list.children) set(node, { "aria-selected": node.dataset.candidate === id });
  const here = card.list.querySelector("[aria-selected=true]");
  if (here) {
    set(card.list, { "aria-activedescendant": here.id });
    // what is drawn first has no place on the page yet
    requestAnimationFrame(() => {
      card.list.scrollTop = here.offsetTop - card.list.offsetTop - 24;
    });
  }
  const one = current(card);
  const linked = one?.state === "linked";
  const cannot = { confirm: !one, reject: !one || linked, unlink: !linked };
  for (const [name, not] of Object.entries(cannot)) set(card.buttons[name], { "aria-disabled": not });
  const side = OTHER[card.model.get("shown").side];
  fill(card.detail, one && thing(card, side, one.thing, { small: true }));
  drawDraft(card);
}

function drawLinks(card, shown, isNew) {
  card.said.hidden = !shown.subject;
  if (!shown.subject) return;
  prepareFinding(card);
  fill(card.subject, thing(card, shown.side, shown.subject));
  if (isNew) card.subject.scrollTop = card.list.scrollTop = 0;
  const none = element("li", { role: "option", "aria-disabled": true, "aria-selected": false }, shown.none);
  const candidates = shown.candidates.map((one, place) => candidate(card, one, place));
  fill(card.list, candidates.length ? candidates : none);
  set(card.list, { "aria-activedescendant": null });
  choose(card, shown.chosen);
}

function candidate(card, one, place) {
  const click = () => {
    choose(card, one.id);
    card.takeKeys();
  };
  const about = { role: "option", id: `review-candidate-${card.number}-${place}`, "aria-selected": false };
  const told = [one.said, one.by].filter(Boolean).join(" · ");
  return element(
    `li.review-is-${one.state}`,
    { ...about, "data-candidate": one.id, click },
    element("span.review-state", {}, one.state_word),
    element("span.review-candidate-title", { dir: "auto" }, one.thing.heard),
    told && element("span.review-told", { dir: "auto" }, told),
    one.words.length > 0 && element("span.review-common", { dir: "auto" }, one.words.join(" · ")),
  );
}

// A recommendation or a reference in full, or without what it is called.
function thing(card, side, shown, { small = false } = {}) {
  if (side === "reference") return boardReference(shown).flat().slice(small ? 1 : 0);
  return [
    !small && recordText("h3", shown.title),
    !small && recordText("p.review-condition", shown.condition),
    recordText("p.review-source-line", shown.other),
    element("dl", {}, factList(shown.facts, { dir: "auto" })),
    shown.address && element("p.review-origin", {}, newTab(card.words["link.source"], shown.address)),
  ];
}

export default boardOf({ name: "link", dress: "review-link-board", build: buildLinks, draw: drawLinks });
