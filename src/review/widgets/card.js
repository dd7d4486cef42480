// What every card does in the browser: draw what the kernel shows, tell it what the reader does.
// Texts of records are only ever set as text; no markup of theirs is read.

// Attributes: true and false as HTML has them, those of ARIA in words; null takes one away, a function listens.
function set(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    const inWords = key.startsWith("aria-");
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value === null || value === undefined || (value === false && !inWords)) node.removeAttribute(key);
    else node.setAttribute(key, value === true && !inWords ? "" : value);
  }
  return node;
}

// Children in place of those a node has; lists of them are opened, what is empty is left out.
function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return node;
}

// The name is a tag and what it wears: "p.review-hint".
function element(name, attributes = {}, ...children) {
  const [tag, ...dress] = name.split(".");
  const made = document.createElement(tag);
  if (dress.length) made.className = dress.join(" ");
  return fill(set(made, attributes), children);
}

// A text in runs [text, mark]: marks are shape as well as colour, see card.css.
function recordText(name, runs, attributes = {}) {
  const parts = (runs || []).map(([text, mark]) => (mark ? element(`mark.review-${mark}`, {}, text) : text));
  return element(name, { dir: "auto", ...attributes }, parts);
}

const newTab = (label, address) => element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
const keyHint = (key) => key && element("kbd", { "aria-hidden": true }, key.length === 1 ? key.toUpperCase() : key);
const editable = (node) => node.closest("input, textarea, select") !== null;
const withModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;
const arrowStep = (event) => ({ ArrowDown: 1, ArrowUp: -1 })[event.key];
const gap = () => element("span.review-gap");

// The page and the notebook hear nothing more of a key that was meant for the card.
function taken(event) {
  event.preventDefault();
  event.stopPropagation();
}

const QUIET_AFTER = 4000;
// a key pressed so soon after the card changed by itself was meant for what stood there before
const MEANT_FOR_BEFORE = 600;
// arrows that do what an action's key does, unless a kind of card says otherwise (`card.arrows`)
const ARROWS = { ArrowLeft: "previous", ArrowRight: "next" };
const MAIN = { class: "review-do review-main" };
const TOGGLE = { class: "review-do review-toggle", "aria-pressed": false };

// A kind of card as a widget: `name` (its words begin with it), `dress` (its classes), `build(card)`, called once,
// and `draw(card, shown, isNew)`. It may set on the card: `scroller` (what Space and the arrows move), `arrows`,
// `home()` (what holds the keys), `draft(name)` (what goes along with an action), `before(name)` (why an action
// cannot be yet), `finish()` (what Ctrl + Enter does), and in `handlers` what is done here, without the kernel.
const widgetOf = (kind) => ({ render: ({ model, el }) => startCard(kind, model, el) });

function startCard({ name: kind, dress, build, draw }, model, el) {
  const words = model.get("words");
  const keys = { ...model.get("shortcuts") };
  const about = { tabindex: "0", lang: model.get("language"), "aria-label": words[`${kind}.title`] };
  const root = leftAlone(element("section", { class: `review-card ${dress}`, ...about }));
  root.addEventListener("focusin", (event) => leftAlone(event.target));
  const told = element("span");
  // what is on the card now, for those who hear it
  const heard = element("span.review-only-heard");
  const status = element("p.review-status", { role: "status", "aria-live": "polite" }, told, " ", heard);
  const card = { kind, model, root, words, keys, arrows: ARROWS, buttons: {}, handlers: {}, lines: {} };
  Object.assign(card, { draft: () => ({}), before: () => "", home: () => root });
  card.takeKeys = () => card.home().focus({ preventScroll: true });
  // a text that the kernel shows under this name
  card.line = (name, as) => (card.lines[name] = element(as));
  let waiting = null;
  let changedByItself = -MEANT_FOR_BEFORE;

  const tell = (text, failed = false) => {
    told.textContent = text;
    status.classList.toggle("review-failed", failed);
  };
  const stopWaiting = () => {
    clearTimeout(waiting);
    waiting = null;
    root.removeAttribute("aria-busy");
  };

  card.act = (name, more = {}) => {
    if (waiting || unusable(card.buttons[name])) return;
    const tooSoon = performance.now() - changedByItself < MEANT_FOR_BEFORE;
    const refused = tooSoon ? words.moved_on : card.before(name);
    if (refused) return tell(refused, true);
    set(root, { "aria-busy": true });
    waiting = setTimeout(() => {
      stopWaiting();
      tell(words.no_answer, true);
    }, QUIET_AFTER);
    try {
      model.send({ do: name, key: model.get("shown").key, ...card.draft(name), ...more });
    } catch {
      stopWaiting();
      tell(words.gone, true);
    }
  };
  const perform = (name) => (card.handlers[name] ? card.handlers[name]() : card.act(name));
  card.button = (name, attributes = {}) => {
    const click = () => {
      if (unusable(made)) return;
      perform(name);
      if (name !== "note") card.takeKeys();
    };
    const usual = { type: "button", class: "review-do", "aria-keyshortcuts": keys[name], click };
    const made = element("button", { ...usual, ...attributes }, element("span", {}, words[name]), keyHint(keys[name]));
    card.buttons[name] = made;
    return made;
  };

  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target !== card.home()) {
      card.takeKeys();
      return event.stopPropagation();
    }
    if (card.finish && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      taken(event);
      return card.finish();
    }
    if (card.scroller && event.target === root && scrolls(card.scroller, event)) return event.preventDefault();
    if (withModifier(event) || event.isComposing || editable(event.target)) return;
    const [arrow, pressed] = [card.arrows[event.key], event.key.toLowerCase()];
    const does = (action) => keys[action] && keys[action].toLowerCase() === pressed;
    const name = arrow in keys ? arrow : Object.keys(keys).find(does);
    if (!name) return;
    taken(event);
    if (!event.repeat) perform(name);
  });

  let drawn = null;
  const redraw = () => {
    const shown = model.get("shown");
    const held = root.contains(document.activeElement);
    if (drawn !== null && shown.key !== drawn && !waiting) changedByItself = performance.now();
    stopWaiting();
    for (const [name, node] of Object.entries(card.lines)) node.textContent = shown[name] || "";
    draw(card, shown, shown.key !== drawn);
    drawn = shown.key;
    Object.assign(root.dataset, { key: shown.key, answer: shown.answer });
    for (const [name, can] of Object.entries(shown.can || {})) {
      // a button that cannot be used stays in place and in the order of focus
      if (card.buttons[name]) set(card.buttons[name], { "aria-disabled": !can });
    }
    tell(shown.status || "", shown.failed);
    heard.textContent = shown.heard || "";
    if (held && !root.contains(document.activeElement)) card.takeKeys();
  };

  build(card);
  root.append(status);
  const invented = model.get("invented");
  if (invented) root.querySelector("h2").after(element("span.review-invented", {}, invented));
  el.append(root);
  redraw();
  model.on("change:shown", redraw);
  const leave = takeFocus(card);
  return () => {
    leave();
    clearTimeout(waiting);
    model.off("change:shown", redraw);
  };
}

const unusable = (button) => button?.getAttribute("aria-disabled") === "true";

// JupyterLab and Notebook take single keys as their own commands unless they are told to leave a place alone;
// Notebook asks the element that has the focus before those around it.
const leftAlone = (node) => set(node, { "data-lm-suppress-shortcuts": "true" });

const header = (card, ...parts) => element("header", {}, element("h2", {}, card.words[`${card.kind}.title`]), parts);

// The keys below a card: what is mainly done, then the rest.
function bar(card, main, ...rest) {
  const all = [main.map((name) => card.button(name, MAIN)), rest];
  return element("div.review-bar", { role: "group", "aria-label": card.words.keys }, all);
}

const buttons = (card, ...names) => names.map((name) => card.button(name));

// A button that opens or hides something here, without asking the kernel.
function toggle(card, name, change) {
  const made = card.button(name, TOGGLE);
  card.handlers[name] = () => {
    const on = made.getAttribute("aria-pressed") !== "true";
    set(made, { "aria-pressed": on });
    change(on);
  };
  return made;
}

const choiceGroup = (label) => element("div.review-choices", { role: "group", "aria-label": label });

// Choices of which one may be made, each {value, word, key}.
function fillChoices(card, group, options, onChoose) {
  const buttonOf = ({ value, word, key }) => {
    const click = () => onChoose(value);
    if (key) {
      card.keys[`choice ${value}`] = key;
      card.handlers[`choice ${value}`] = click;
    }
    const attributes = { type: "button", "data-value": value, "aria-pressed": false, "aria-keyshortcuts": key, click };
    return element("button", attributes, element("span", {}, word), keyHint(key));
  };
  return fill(group, options.map(buttonOf));
}

function markChoice(group, value) {
  for (const made of group.children) set(made, { "aria-pressed": made.dataset.value === value });
}

const labelled = (label, group) => element("div.review-line", {}, element("span.review-label", {}, label), group);

// A field to write in, in a line with its label, the key that leads there, and a hint.
function writingLine(card, name, label, write, hint = "") {
  const input = () => write(field.value);
  const field = element("textarea", { rows: "1", "aria-keyshortcuts": card.keys[name], input });
  card.handlers[name] = () => field.focus();
  const named = element("span.review-label", {}, label, " ", keyHint(card.keys[name]));
  return [field, element("label.review-line", {}, named, field, hint && element("span.review-hint", {}, hint))];
}

// Space and the arrows move the text, as they would a page.
function scrolls(node, { key, shiftKey }) {
  const page = 0.85 * node.clientHeight;
  const steps = { ArrowDown: 48, ArrowUp: -48, PageDown: page, PageUp: -page, " ": shiftKey ? -page : page };
  if (!(key in steps)) return false;
  node.scrollTop += steps[key];
  return true;
}

// Who runs a card's cell wants to judge: the keys go to the card, unless somebody is writing. A notebook takes
// them once more when all its cells have run, however long that is; the card takes them back, until a person goes
// elsewhere. Returns what ends this.
function takeFocus({ root, takeKeys }) {
  const take = () => {
    const active = document.activeElement;
    const writing = active && (editable(active) || active.isContentEditable || active.closest(".review-card"));
    if (writing || !root.isConnected) return;
    takeKeys();
    root.scrollIntoView({ block: "nearest" });
  };
  const later = setTimeout(take, 500);
  const takeBack = ({ relatedTarget }) => {
    const toNotebook = !relatedTarget || relatedTarget.closest(".jp-Notebook");
    if (toNotebook && !root.contains(relatedTarget)) requestAnimationFrame(take);
  };
  const leave = (event) => {
    if (event && event.type === "keydown" && event.key !== "Tab" && root.contains(event.target)) return;
    clearTimeout(later);
    root.removeEventListener("focusout", takeBack);
    for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, leave, true);
  };
  requestAnimationFrame(take);
  root.addEventListener("focusout", takeBack);
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, leave, true);
  return leave;
}
