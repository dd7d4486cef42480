// What forms and boards share: a reference to read, and a list one finds in by typing.

const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
const wordsOf = (text) => fold(text).split(/\s+/).filter(Boolean);

// A board is a card whose fields keep their keys: JupyterLab would take the arrows to leave the cell.
function boardOf(kind) {
  const build = (card) => {
    card.root.addEventListener("keydown", (event) => {
      if (editable(event.target)) event.stopPropagation();
    });
    kind.build(card);
  };
  return widgetOf({ ...kind, dress: `review-board ${kind.dress}`, build });
}

// Where one is, something quiet, and a field to find in; `key` names the action that leads there.
function boardHeader(card, { quiet, key, label = "", onPick }) {
  const choose = (option) => {
    onPick(option.id);
    card.root.focus({ preventScroll: true });
  };
  card.picker = makePicker({ label, none: card.words[`${card.kind}.none_fits`], key: card.keys[key], onPick: choose });
  card.handlers[key] = () => card.picker.field.focus();
  const lines = [card.line("progress", "span.review-progress"), card.line(quiet, "span.review-quiet")];
  return header(card, lines, gap(), card.picker.node);
}

// A part one reads, and can scroll when it has the focus.
const region = (as, label) => element(as, { tabindex: "0", role: "region", "aria-label": label });

// A field that speaks of a list beside it.
function comboField(label, controls, attributes) {
  const usual = { type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: label };
  const said = { "aria-label": label, "aria-autocomplete": "list", "aria-controls": controls };
  return element("input", { ...usual, ...said, ...attributes });
}

let pickers = 0;

// A field in which typing narrows a list and Enter takes what is chosen.
// `label` names it, `none` is said where nothing fits; `onPick(option)` gets {id, text, note}.
function makePicker({ label, none, key, onPick, most = 40 }) {
  const name = `review-picker-${(pickers += 1)}`;
  const list = element("ul.review-options", { id: name, role: "listbox", "aria-label": label, hidden: true });
  const field = comboField(label, name, { "aria-expanded": false, "aria-keyshortcuts": key });
  const picker = { node: element("div.review-picker", {}, field, list), field, options: [] };
  let found = [];
  let place = 0;

  const close = () => {
    list.hidden = true;
    set(field, { "aria-expanded": false, "aria-activedescendant": null });
  };
  const point = () => {
    [...list.children].forEach((node, at) => set(node, { "aria-selected": at === place }));
    const chosen = found.length ? list.children[place] : null;
    set(field, { "aria-activedescendant": chosen?.id });
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    field.value = "";
    close();
    if (option) onPick(option);
  };
  const optionOf = (option, at) => {
    const mousedown = (event) => {
      event.preventDefault();
      take(option);
    };
    return element(
      "li",
      { role: "option", id: `${name}-${at}`, "aria-selected": false, mousedown },
      element("span", { dir: "auto" }, option.text),
      option.note && element("span.review-source", { dir: "auto" }, option.note),
    );
  };
  const open = () => {
    const words = wordsOf(field.value);
    const fits = (option) => words.every((word) => fold(`${option.text} ${option.note || ""}`).includes(word));
    found = picker.options.filter(fits).slice(0, most);
    place = 0;
    const nothing = element("li", { role: "option", "aria-disabled": true, "aria-selected": false }, none);
    fill(list, found.length ? found.map(optionOf) : nothing);
    list.hidden = false;
    set(field, { "aria-expanded": true });
    point();
  };
  const press = (event) => {
    const step = arrowStep(event);
    if (step) {
      if (list.hidden) open();
      else if (found.length) place = (place + step + found.length) % found.length;
      point();
    } else if (event.key === "Enter") take(list.hidden ? null : found[place]);
    else return;
    taken(event);
  };
  set(field, { focus: open, input: open, blur: close, keydown: press });
  return picker;
}

// A reference to read; below a summary its abstract is left folded.
function boardReference(shown, summary = "") {
  const keywords = shown.keywords.flatMap((runs, at) => [at ? " · " : "", recordText("span", runs, langOf(shown))]);
  const texts = [
    sectionParts(shown),
    keywords.length > 0 && element("p.review-keywords-line", {}, keywords),
    shown.doi.label && element("p.review-origin", { dir: "auto" }, doiLink(shown.doi)),
  ];
  return [referenceHead(shown), summary ? element("details", {}, element("summary", {}, summary), texts) : texts];
}

// What something is called and what it is, pair by pair.
function factList(facts, attributes = {}) {
  return facts.flatMap(({ name, value }) => [element("dt", {}, name), element("dd", attributes, value)]);
}
