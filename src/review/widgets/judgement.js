// What is said with a decision: a reason, two flags and a note, kept by reference until it is decided.

const FLAGS = ["low_value_care", "de_implementation"];
const JUDGEMENTS = ["include", "exclude", "unsure"];
const NEXT_ANSWER = new Map([
  [null, true],
  [true, false],
  [false, null],
]);
const EMPTY = { reason: "", note: "", low_value_care: null, de_implementation: null };

function buildJudgement(card) {
  const { words } = card;
  // what is filled in and not decided yet, by reference, so that looking back loses nothing
  card.drafts = {};
  card.filled = { ...EMPTY };
  card.reasons = element("div", { class: "review-choices", role: "group", "aria-label": words["screen.reason"] });
  card.judgement = element(
    "div",
    { class: "review-judgement" },
    labelled(words["screen.reason"], card.reasons),
    labelled(
      words["screen.flags"],
      element(
        "div",
        { class: "review-choices", role: "group", "aria-label": words["screen.flags"] },
        ...FLAGS.map((flag) => flagButton(card, flag)),
      ),
    ),
    noteField(card),
  );
  card.draft = (name) => (JUDGEMENTS.includes(name) ? card.filled : {});
  card.before = (name) => {
    const missing = name === "exclude" && card.model.get("shown").needs_reason && !card.filled.reason;
    return missing ? words["screen.reason_needed"] : "";
  };
}

function flagButton(card, flag) {
  const made = card.button(flag, { class: "review-flag" });
  card.handlers[flag] = () => {
    card.filled[flag] = NEXT_ANSWER.get(card.filled[flag]);
    drawDraft(card);
  };
  made.append(element("span", { class: "review-answer" }));
  return made;
}

function noteField(card) {
  const { words } = card;
  card.note = element("textarea", { rows: "1", "aria-keyshortcuts": card.keys.note });
  card.note.addEventListener("input", () => {
    card.filled.note = card.note.value;
  });
  card.handlers.note = () => card.note.focus();
  return element(
    "label",
    { class: "review-line" },
    element("span", { class: "review-label" }, words["screen.note"], " ", keyHint(card.keys.note)),
    card.note,
    element("span", { class: "review-hint" }, words["screen.leave_note"]),
  );
}

// A new reference is on the card: put away what was filled in for the one before.
function turnDraft(card, shown) {
  if (card.drawnKey) card.drafts[card.drawnKey] = card.filled;
  card.drawnKey = shown.key;
  card.filled = { ...EMPTY, ...(shown.draft || card.drafts[shown.key]) };
  for (const name of ["reason", "note"]) card.filled[name] = card.filled[name] || "";
  drawReasons(card, shown.reasons, () => card.filled, () => drawDraft(card));
}

// Reasons as buttons with digits; a digit once more takes the reason away.
function drawReasons(card, reasons, filled, redraw) {
  card.reasons.replaceChildren(
    ...reasons.map((reason, place) => {
      const key = place < 9 ? String(place + 1) : null;
      const made = element(
        "button",
        { type: "button", "data-reason": reason.name, "aria-keyshortcuts": key },
        element("span", {}, reason.word),
        keyHint(key),
      );
      const choose = () => {
        filled().reason = filled().reason === reason.name ? "" : reason.name;
        redraw();
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

function drawChosenReason(card, reason) {
  for (const made of card.reasons.children) {
    made.setAttribute("aria-pressed", String(made.dataset.reason === reason));
  }
}

function drawDraft(card) {
  const { words, filled } = card;
  drawChosenReason(card, filled.reason);
  for (const flag of FLAGS) {
    const said = { null: "not_said", true: "yes", false: "no" }[String(filled[flag])];
    card.buttons[flag].querySelector(".review-answer").textContent = words[`screen.${said}`];
    card.buttons[flag].dataset.answer = said;
  }
  if (card.note.value !== filled.note) card.note.value = filled.note;
}
