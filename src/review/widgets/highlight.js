// The words in colour, to be changed while one reads.

function wordsPanel(card) {
  const { words } = card;
  card.wordFields = {};
  const fields = ["for", "against"].map((kind) => {
    const field = element("input", { type: "text" });
    card.wordFields[kind] = field;
    const label = element("mark", { class: `review-${kind}` }, words[`screen.${kind}`]);
    return element("label", {}, label, field);
  });
  const send = () => {
    card.act("words", { for: card.wordFields.for.value, against: card.wordFields.against.value });
    card.home().focus({ preventScroll: true });
  };
  const again = () => {
    card.act("words", { again: true });
    card.home().focus({ preventScroll: true });
  };
  for (const field of Object.values(card.wordFields)) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") send();
    });
  }
  card.wordsKept = element("p", { class: "review-hint" });
  return element(
    "details",
    {},
    element("summary", {}, words["screen.words"]),
    ...fields,
    element("div", { class: "review-choices" }, plainButton(words["screen.use_words"], send), plainButton(words["screen.project_words"], again)),
    card.wordsKept,
  );
}

function plainButton(label, act) {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", act);
  return made;
}

function drawWords(card, shown) {
  for (const kind of ["for", "against"]) {
    // what somebody is writing is left alone
    if (document.activeElement !== card.wordFields[kind]) card.wordFields[kind].value = shown.highlight[kind];
  }
  card.wordsKept.textContent = shown.words_kept || "";
}
