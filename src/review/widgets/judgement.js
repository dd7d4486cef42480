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
  card.reasons = choiceGroup(words["screen.reason"]);
  const flags = choiceGroup(words["screen.flags"]);
  const write = (text) => {
    card.filled.note = text;
  };
  const [note, line] = writingLine(card, "note", words["screen.note"], write, words["screen.leave_note"]);
  card.note = note;
  card.judgement = element(
    "div.review-judgement",
    {},
    labelled(words["screen.reason"], card.reasons),
    labelled(words["screen.flags"], fill(flags, FLAGS.map((flag) => flagButton(card, flag)))),
    line,
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
  made.append(element("span.review-answer"));
  return made;
}

// A new reference is on the card: put away what was filled in for the one before.
function turnDraft(card, shown) {
  if (card.drawnKey) card.drafts[card.drawnKey] = card.filled;
  card.drawnKey = shown.key;
  card.filled = { ...EMPTY, ...(shown.draft || card.drafts[shown.key]) };
  for (const name of ["reason", "note"]) card.filled[name] = card.filled[name] || "";
  fillReasons(card, shown.reasons, drawDraft);
}

// Reasons as buttons with digits; a digit once more takes the reason away.
function fillReasons(card, reasons, redraw) {
  const keyAt = (place) => (place < 9 ? String(place + 1) : null);
  const options = reasons.map(({ name, word }, place) => ({ value: name, word, key: keyAt(place) }));
  fillChoices(card, card.reasons, options, (name) => {
    card.filled.reason = card.filled.reason === name ? "" : name;
    redraw(card);
  });
}

function drawDraft(card) {
  const { words, filled } = card;
  markChoice(card.reasons, filled.reason);
  for (const flag of FLAGS) {
    const said = { null: "not_said", true: "yes", false: "no" }[String(filled[flag])];
    card.buttons[flag].querySelector(".review-answer").textContent = words[`screen.${said}`];
    card.buttons[flag].dataset.answer = said;
  }
  if (card.note.value !== filled.note) card.note.value = filled.note;
}
