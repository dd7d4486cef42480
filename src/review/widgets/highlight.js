// The words in colour, to be changed while one reads.

function wordsPanel(card) {
  const { words } = card;
  const change = (more) => () => {
    card.act("words", more());
    card.takeKeys();
  };
  const use = change(() => ({ for: card.wordFields.for.value, against: card.wordFields.against.value }));
  const again = change(() => ({ again: true }));
  const field = () => element("input", { type: "text", keydown: (event) => event.key === "Enter" && use() });
  card.wordFields = { for: field(), against: field() };
  return element(
    "details",
    {},
    element("summary", {}, words["screen.words"]),
    Object.entries(card.wordFields).map(([kind, made]) =>
      element("label", {}, element(`mark.review-${kind}`, {}, words[`screen.${kind}`]), made),
    ),
    element(
      "div.review-choices",
      {},
      element("button", { type: "button", click: use }, words["screen.use_words"]),
      element("button", { type: "button", click: again }, words["screen.project_words"]),
    ),
    card.line("words_kept", "p.review-hint"),
  );
}

function drawWords(card, shown) {
  for (const [kind, field] of Object.entries(card.wordFields)) {
    // what somebody is writing is left alone
    if (document.activeElement !== field) field.value = shown.highlight[kind];
  }
}
