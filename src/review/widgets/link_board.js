// The link board: what is linked to the left, what it is or may be linked to on the right, the judgement below.

function buildLinks(card) {
  const { root, words } = card;
  root.setAttribute("aria-label", words["link.title"]);
  root.classList.add("review-board", "review-link-board");
  keepKeysInFields(root);
  card.drafts = {};
  card.chosen = "";
  card.progress = element("span", { class: "review-progress" });
  card.counts = element("span", { class: "review-quiet" });
  card.picker = makePicker({
    label: "",
    none: words["link.none_fits"],
    key: card.keys.pick,
    onPick: (option) => {
      if (card.adding) card.act("add", { found: option.id });
      else card.act("open", { subject: option.id });
      root.focus({ preventScroll: true });
    },
  });
  card.subject = element("div", { class: "review-subject", tabindex: "0", role: "region", "aria-label": words["link.subject"] });
  card.list = element("ul", { class: "review-candidates", role: "listbox", tabindex: "0", "aria-label": words["link.candidates"] });
  card.detail = element("div", { class: "review-detail", tabindex: "0", role: "region", "aria-label": words["link.chosen"] });
  card.chosenSaid = element("span", { class: "review-only-heard", "aria-live": "polite" });
  const side = element("div", { class: "review-side-list" }, element("h4", {}, words["link.candidates"]), card.list, card.detail, card.chosenSaid);
  buildSaid(card);
  buildFinding(card);
  const bar = element(
    "div",
    { class: "review-bar", role: "group", "aria-label": words.keys },
    card.button("confirm", { class: "review-do review-main" }),
    card.button("reject", { class: "review-do review-main" }),
    card.button("unlink"),
    element("span", { class: "review-gap" }),
    ...["add", "turn", "undo", "previous", "next"].map((name) => card.button(name)),
  );
  card.draft = () => ({ candidate: card.chosen, link_id: current(card)?.link_id || "", ...said(card) });
  card.before = (name) => {
    const one = current(card);
    if (["confirm", "reject", "unlink"].includes(name) && !one) return words["link.candidate_needed"];
    if (name === "confirm" && !said(card).direction) return words["link.direction_needed"];
    return "";
  };
  root.append(
    element(
      "header",
      {},
      element("h2", {}, words["link.title"]),
      card.progress,
      card.counts,
      element("span", { class: "review-gap" }),
      card.picker.node,
    ),
    element("div", { class: "review-columns" }, card.subject, side),
    card.said,
    bar,
  );
  // the arrows choose a row wherever the keys are, unless one is writing or reads a text
  root.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const reads = [card.subject, card.detail].includes(event.target);
    if (!step || reads || editable(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(card, step);
  });
}

function buildFinding(card) {
  const find = (adding) => {
    const shown = card.model.get("shown");
    const other = shown.side === "reference" ? "recommendation" : "reference";
    const side = adding ? other : shown.side;
    card.adding = adding;
    const label = card.words[`link.${adding ? "add" : "find"}_${side}`];
    card.picker.field.placeholder = label;
    card.picker.field.setAttribute("aria-label", label);
    card.picker.options = card.model.get("subjects")[side] || [];
  };
  card.prepareFinding = () => find(false);
  card.handlers.pick = () => {
    find(false);
    card.picker.field.focus();
  };
  card.handlers.add = () => {
    find(true);
    card.picker.field.focus();
  };
  card.picker.field.addEventListener("blur", () => find(false));
}

// What is said of a link: what the study says, how sure that is, whom it speaks about, when the measure can
// still be right, a note.
const WRITTEN = ["population", "exceptions", "note"];

function buildSaid(card) {
  card.said = element("div", { class: "review-said-of-link" });
  card.written = {};
  for (const name of WRITTEN) {
    const field = element("textarea", { rows: "1", "aria-keyshortcuts": card.keys[name] });
    field.addEventListener("input", () => {
      said(card)[name] = field.value;
    });
    card.handlers[name] = () => field.focus();
    card.written[name] = field;
  }
}

function drawSaid(card, shown) {
  const { words } = card;
  if (card.directions) return;
  const row = (label, group) => element("div", { class: "review-line" }, element("span", { class: "review-label" }, label), group);
  const choose = (name) => (value) => {
    if (!current(card)) return;
    said(card)[name] = said(card)[name] === value && name === "direction" ? "" : value;
    drawDraft(card);
  };
  card.directions = choiceButtons(card, { label: words["link.direction"], options: shown.directions, onChoose: choose("direction") });
  card.certainties = choiceButtons(card, { label: words["link.certainty"], options: shown.certainties, onChoose: choose("certainty") });
  const writing = WRITTEN.map((name) =>
    element(
      "label",
      { class: "review-line" },
      element("span", { class: "review-label" }, words[`link.${name}`], " ", hint(card.keys[name])),
      card.written[name],
    ),
  );
  card.said.append(row(words["link.direction"], card.directions), row(words["link.certainty"], card.certainties), ...writing);
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
  pressed(card.directions, draft.direction || "");
  pressed(card.certainties, draft.certainty || "");
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
  for (const node of card.list.children) {
    const here = node.dataset.candidate === id;
    node.setAttribute("aria-selected", String(here));
    if (here) {
      card.list.setAttribute("aria-activedescendant", node.id);
      // what is drawn first has no place on the page yet
      requestAnimationFrame(() => {
        card.list.scrollTop = node.offsetTop - card.list.offsetTop - 24;
      });
    }
  }
  const one = current(card);
  const linked = one?.state === "linked";
  card.buttons.confirm.setAttribute("aria-disabled", String(!one));
  card.buttons.reject.setAttribute("aria-disabled", String(!one || linked));
  card.buttons.unlink.setAttribute("aria-disabled", String(!linked));
  const side = card.model.get("shown").side === "reference" ? "recommendation" : "reference";
  card.detail.replaceChildren(...(one ? thing(card, side, one.thing, { small: true }) : []));
  drawDraft(card);
}

function drawLinks(card, shown, isNew) {
  card.progress.textContent = shown.progress;
  card.counts.textContent = shown.counts || "";
  card.said.hidden = !shown.subject;
  if (!shown.subject) return;
  drawSaid(card, shown);
  card.prepareFinding();
  card.subject.replaceChildren(...thing(card, shown.side, shown.subject, {}));
  if (isNew) {
    card.subject.scrollTop = 0;
    card.list.scrollTop = 0;
  }
  card.list.replaceChildren(
    ...(shown.candidates.length
      ? shown.candidates.map((one, place) => candidate(card, one, place))
      : [element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, shown.none)]),
  );
  card.list.removeAttribute("aria-activedescendant");
  choose(card, shown.chosen);
}

let boards = 0;

function candidate(card, one, place) {
  card.number = card.number || (boards += 1);
  const words = one.words.length
    ? element("span", { class: "review-common", dir: "auto" }, one.words.join(" · "))
    : null;
  const told = [one.said, one.by].filter(Boolean).join(" · ");
  const made = element(
    "li",
    {
      role: "option",
      id: `review-candidate-${card.number}-${place}`,
      class: `review-is-${one.state}`,
      "data-candidate": one.id,
      "aria-selected": "false",
    },
    element("span", { class: "review-state" }, one.state_word),
    element("span", { class: "review-candidate-title", dir: "auto" }, one.thing.heard),
    told ? element("span", { class: "review-told", dir: "auto" }, told) : null,
    words,
  );
  made.addEventListener("click", () => {
    choose(card, one.id);
    card.root.focus({ preventScroll: true });
  });
  return made;
}

// A recommendation or a reference in full.
function thing(card, side, shown, { small = false }) {
  if (side === "reference") {
    const parts = referenceParts(shown);
    return small ? parts.slice(1) : parts;
  }
  const facts = shown.facts.flatMap(({ name, value }) => [element("dt", {}, name), element("dd", { dir: "auto" }, value)]);
  const page = shown.address
    ? element("p", { class: "review-origin" }, element("a", { href: shown.address, target: "_blank", rel: "noopener noreferrer" }, card.words["link.source"]))
    : null;
  return [
    small ? null : recordText("h3", shown.title),
    small ? null : recordText("p", shown.condition, { class: "review-condition" }),
    recordText("p", shown.other, { class: "review-source-line" }),
    element("dl", {}, ...facts),
    page,
  ].filter(Boolean);
}

export default { render: (context) => startCard(context, { build: buildLinks, draw: drawLinks }) };
