// The screening card: the reference to the left, what it is judged by to the right, the keys below.

const FLAGS = ["low_value_care", "de_implementation"];
const JUDGEMENTS = ["include", "exclude", "unsure"];
const NEXT_ANSWER = new Map([
  [null, true],
  [true, false],
  [false, null],
]);
const EMPTY = { reason: "", note: "", low_value_care: null, de_implementation: null };

function buildScreening(card) {
  const { root, words } = card;
  root.setAttribute("aria-label", words["screen.title"]);
  root.classList.add("review-screening-card");
  // what is filled in and not decided yet, by reference, so that looking back loses nothing
  card.drafts = {};
  card.filled = { ...EMPTY };
  buildHeader(card);
  buildText(card);
  buildSide(card);
  buildJudgement(card);
  const bar = element(
    "div",
    { class: "review-bar", role: "group", "aria-label": words.keys },
    ...JUDGEMENTS.map((name) => card.button(name, { class: "review-do review-main", "aria-pressed": "false" })),
    element("span", { class: "review-gap" }),
    ...["bring_back", "later", "undo", "previous", "next"].map((name) => card.button(name)),
  );
  card.draft = (name) => (JUDGEMENTS.includes(name) ? card.filled : {});
  card.before = (name) => {
    const missing = name === "exclude" && card.model.get("shown").needs_reason && !card.filled.reason;
    return missing ? words["screen.reason_needed"] : "";
  };
  root.append(
    card.header,
    element("div", { class: "review-columns" }, card.text, card.side),
    card.judgement,
    bar,
  );
}

function buildHeader(card) {
  const { words } = card;
  card.progress = element("span", { class: "review-numbers" });
  card.aside = element("span", { class: "review-quiet" });
  const hide = toggle(card, "numbers", (on) => {
    card.progress.hidden = on;
    card.aside.hidden = on;
  });
  card.header = element(
    "header",
    {},
    element("h2", {}, words["screen.title"]),
    card.progress,
    card.aside,
    element("span", { class: "review-gap" }),
    hide,
  );
}

function buildText(card) {
  const { words } = card;
  card.text = element("div", {
    class: "review-text",
    tabindex: "0",
    role: "region",
    "aria-label": words["screen.text"],
  });
  card.scroller = card.text;
}

// Beside the text: what it is judged by, and on demand why it comes now and which words are in colour.
function buildSide(card) {
  const { words } = card;
  card.criteria = element("div", { class: "review-criteria" });
  card.whyList = element("div", { class: "review-why" });
  card.side = element(
    "aside",
    { class: "review-side", tabindex: "0", "aria-label": words["screen.criteria"] },
    card.button("why", { class: "review-do review-toggle", "aria-pressed": "false" }),
    card.whyList,
    card.criteria,
    wordsPanel(card),
  );
}

// Below the text: what is said with a decision.
function buildJudgement(card) {
  const { words } = card;
  card.reasons = element("div", { class: "review-choices", role: "group", "aria-label": words["screen.reason"] });
  const flags = FLAGS.map((flag) => {
    const made = card.button(flag, { class: "review-flag" });
    card.handlers[flag] = () => {
      card.filled[flag] = NEXT_ANSWER.get(card.filled[flag]);
      drawDraft(card);
    };
    made.append(element("span", { class: "review-answer" }));
    return made;
  });
  card.note = element("textarea", { rows: "1", "aria-keyshortcuts": card.keys.note });
  card.note.addEventListener("input", () => {
    card.filled.note = card.note.value;
  });
  card.handlers.note = () => card.note.focus();
  card.judgement = element(
    "div",
    { class: "review-judgement" },
    labelled(words["screen.reason"], card.reasons),
    labelled(
      words["screen.flags"],
      element("div", { class: "review-choices", role: "group", "aria-label": words["screen.flags"] }, ...flags),
    ),
    element(
      "label",
      { class: "review-line" },
      element("span", { class: "review-label" }, words["screen.note"], " ", keyHint(card.keys.note)),
      card.note,
      element("span", { class: "review-hint" }, words["screen.leave_note"]),
    ),
  );
}

function labelled(label, group) {
  return element("div", { class: "review-line" }, element("span", { class: "review-label" }, label), group);
}

function keyHint(key) {
  return key ? element("kbd", { "aria-hidden": "true" }, keyName(key)) : "";
}

function heading(text) {
  return element("h4", {}, text);
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

// The words in colour, to be changed while one reads.
function wordsPanel(card) {
  const { words } = card;
  card.wordFields = {};
  const fields = ["for", "against"].map((kind) => {
    const field = element("input", { type: "text" });
    card.wordFields[kind] = field;
    return element(
      "label",
      {},
      element("mark", { class: `review-${kind}` }, words[`screen.${kind}`]),
      field,
    );
  });
  const use = element("button", { type: "button" }, words["screen.use_words"]);
  const send = () => {
    card.act("words", { for: card.wordFields.for.value, against: card.wordFields.against.value });
    card.root.focus({ preventScroll: true });
  };
  use.addEventListener("click", send);
  for (const field of Object.values(card.wordFields)) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") send();
    });
  }
  return element("details", {}, element("summary", {}, words["screen.words"]), ...fields, use);
}

function drawScreening(card, shown, isNew) {
  card.progress.textContent = shown.progress;
  card.aside.textContent = shown.aside;
  for (const part of [card.side, card.judgement]) part.hidden = !shown.key;
  card.buttons.bring_back.hidden = !shown.aside;
  card.root.classList.toggle("review-looking-back", Boolean(shown.said));
  if (isNew) {
    if (card.drawnKey) card.drafts[card.drawnKey] = card.filled;
    card.drawnKey = shown.key;
    card.filled = { ...EMPTY, ...(shown.draft || card.drafts[shown.key]) };
    for (const name of ["reason", "note"]) card.filled[name] = card.filled[name] || "";
    drawReasons(card, shown);
  }
  for (const name of JUDGEMENTS) {
    card.buttons[name].setAttribute("aria-pressed", String(shown.decision === name));
  }
  for (const kind of ["for", "against"]) card.wordFields[kind].value = shown.highlight[kind];
  if (!shown.key) {
    card.text.replaceChildren(element("p", { class: "review-done" }, shown.done));
    return;
  }
  drawText(card, shown);
  card.criteria.replaceChildren(...criteria(card.words, shown.criteria));
  drawWhy(card, shown.why);
  drawDraft(card);
  if (isNew) card.text.scrollTop = 0;
}

function drawText(card, shown) {
  const doi = element("span", {}, doiLink(shown.doi.label && `doi:${shown.doi.label}`, shown.doi.address));
  const pmid = shown.pmid ? element("span", {}, `PMID ${shown.pmid}`) : null;
  const lang = shown.lang ? { lang: shown.lang } : {};
  card.text.replaceChildren(
    ...[
      shown.said ? element("p", { class: "review-said" }, shown.said) : null,
      recordText("h3", shown.title, lang),
      shown.authors ? element("p", { class: "review-authors", dir: "auto" }, shown.authors) : null,
      shown.source ? element("p", { class: "review-source-line", dir: "auto" }, shown.source) : null,
      ...shown.sections.map((part) => section(part, lang)),
      shown.keywords.length
        ? element("ul", { class: "review-keywords" }, ...shown.keywords.map((word) => recordText("li", word, lang)))
        : null,
      element("p", { class: "review-origin", dir: "auto" }, doi, pmid, element("span", {}, shown.databases)),
    ].filter(Boolean),
  );
}

function section(part, lang) {
  const text = recordText("p", part.runs, lang);
  return part.heading
    ? element("div", { class: "review-section" }, element("h4", lang, part.heading), text)
    : element("div", { class: "review-section" }, text);
}

function criteria(words, lists) {
  return ["include", "exclude"]
    .filter((kind) => lists[kind].length)
    .flatMap((kind) => [
      heading(words[`screen.${kind}`]),
      element("ul", {}, ...lists[kind].map((text) => element("li", {}, text))),
    ]);
}

function drawReasons(card, shown) {
  card.reasons.replaceChildren(
    ...shown.reasons.map((reason, place) => {
      const key = place < 9 ? String(place + 1) : null;
      const made = element(
        "button",
        { type: "button", "data-reason": reason.name, "aria-keyshortcuts": key },
        element("span", {}, reason.word),
        keyHint(key),
      );
      const choose = () => {
        card.filled.reason = card.filled.reason === reason.name ? "" : reason.name;
        drawDraft(card);
      };
      made.addEventListener("click", choose);
      if (key) {
        card.keys[`reason ${key}`] = key;
        card.handlers[`reason ${key}`] = choose;
      }
      return made;
    }),
  );
}

function drawDraft(card) {
  const { words, filled } = card;
  for (const made of card.reasons.children) {
    made.setAttribute("aria-pressed", String(made.dataset.reason === filled.reason));
  }
  for (const flag of FLAGS) {
    const said = { null: "not_said", true: "yes", false: "no" }[String(filled[flag])];
    card.buttons[flag].querySelector(".review-answer").textContent = words[`screen.${said}`];
    card.buttons[flag].dataset.answer = said;
  }
  if (card.note.value !== filled.note) card.note.value = filled.note;
}

function drawWhy(card, why) {
  card.whyList.hidden = !why;
  card.buttons.why.setAttribute("aria-pressed", String(Boolean(why)));
  if (!why) return;
  const list = (kind) =>
    why[kind].length
      ? [heading(card.words[`screen.${kind}`]), element("ul", {}, ...why[kind].map((word) => element("li", { dir: "auto" }, word)))]
      : [];
  card.whyList.replaceChildren(
    ...[why.said ? element("p", {}, why.said) : null, ...list("up"), ...list("down")].filter(Boolean),
  );
}

export default { render: (context) => startCard(context, { build: buildScreening, draw: drawScreening }) };
