// What every card does in the browser: draw what the kernel shows, tell it what the reader does.
// Texts of records are only ever set as text; no markup of theirs is read.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

// A text in runs [text, mark]: marks are shape as well as colour, see card.css.
function recordText(name, runs, attributes = {}) {
  const parts = (runs || []).map(([text, mark]) =>
    mark ? element("mark", { class: `review-${mark}` }, text) : document.createTextNode(text),
  );
  return element(name, { dir: "auto", ...attributes }, ...parts);
}

// An address is followed only where it is one of ours.
function doiLink(label, address) {
  if (!address || !address.startsWith("https://doi.org/10.")) return document.createTextNode(label);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

const QUIET_AFTER = 4000;
// a key pressed so soon after the card changed by itself was meant for what stood there before
const MEANT_FOR_BEFORE = 600;
const editable = (node) => node.closest("input, textarea, select") !== null;
// arrows that do what an action's key does, unless a kind of card says otherwise (`card.arrows`)
const ARROWS = { ArrowLeft: "previous", ArrowRight: "next" };

// Draws a card into `el`. A kind of card gives `build(card)`, called once, and `draw(card, shown, isNew)`.
// It may set on the card: `scroller` (what Space and the arrows move), `arrows`, `home()` (what holds the keys),
// `draft(name)` (what goes along with an action), `before(name)` (why an action cannot be yet), and in
// `handlers` what is done here, without the kernel.
function startCard({ model, el }, { build, draw }) {
  const words = model.get("words");
  const keys = { ...model.get("shortcuts") };
  const root = element("section", { class: "review-card", tabindex: "0", lang: model.get("language") });
  leftAlone(root);
  root.addEventListener("focusin", (event) => leftAlone(event.target));
  const told = element("span");
  // what is on the card now, for those who hear it
  const heard = element("span", { class: "review-only-heard" });
  const status = element("p", { class: "review-status", role: "status", "aria-live": "polite" }, told, " ", heard);
  const card = { model, root, words, keys, arrows: ARROWS, buttons: {}, handlers: {} };
  Object.assign(card, { draft: () => ({}), before: () => "", home: () => root });
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
    const button = card.buttons[name];
    if (waiting || (button && button.getAttribute("aria-disabled") === "true")) return;
    const tooSoon = performance.now() - changedByItself < MEANT_FOR_BEFORE;
    const refused = tooSoon ? words.moved_on : card.before(name);
    if (refused) return tell(refused, true);
    root.setAttribute("aria-busy", "true");
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
  card.button = (name, attributes = {}) => {
    const label = element("span", {}, words[name]);
    const key = keys[name] ? element("kbd", { "aria-hidden": "true" }, keyName(keys[name])) : null;
    const made = element(
      "button",
      { type: "button", class: "review-do", "aria-keyshortcuts": keys[name], ...attributes },
      label,
      key,
    );
    made.addEventListener("click", () => {
      if (made.getAttribute("aria-disabled") === "true") return;
      if (card.handlers[name]) card.handlers[name]();
      else card.act(name);
      if (name !== "note") card.home().focus({ preventScroll: true });
    });
    card.buttons[name] = made;
    return made;
  };

  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target !== card.home()) {
      card.home().focus({ preventScroll: true });
      event.stopPropagation();
      return;
    }
    if (card.scroller && event.target === root && scrolls(card.scroller, event)) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || editable(event.target)) return;
    const [arrow, pressed] = [card.arrows[event.key], event.key.toLowerCase()];
    const does = (action) => keys[action] && keys[action].toLowerCase() === pressed;
    const name = arrow in keys ? arrow : Object.keys(keys).find(does);
    if (!name) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (card.handlers[name]) card.handlers[name]();
    else card.act(name);
  });

  let drawn = null;
  const redraw = () => {
    const shown = model.get("shown");
    const held = root.contains(document.activeElement);
    if (drawn !== null && shown.key !== drawn && !waiting) changedByItself = performance.now();
    stopWaiting();
    draw(card, shown, shown.key !== drawn);
    drawn = shown.key;
    root.dataset.key = shown.key;
    root.dataset.answer = shown.answer;
    for (const [name, can] of Object.entries(shown.can || {})) {
      // a button that cannot be used stays in place and in the order of focus
      card.buttons[name]?.setAttribute("aria-disabled", String(!can));
    }
    tell(shown.status || "", shown.failed);
    heard.textContent = shown.heard || "";
    if (held && !root.contains(document.activeElement)) card.home().focus({ preventScroll: true });
  };

  build(card);
  root.append(status);
  const invented = model.get("invented");
  if (invented) root.querySelector("h2").after(element("span", { class: "review-invented" }, invented));
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

// JupyterLab and Notebook take single keys as their own commands unless they are told to leave a place alone;
// Notebook asks the element that has the focus before those around it.
function leftAlone(node) {
  node.setAttribute("data-lm-suppress-shortcuts", "true");
}

// Space and the arrows move the text, as they would a page.
function scrolls(node, { key, shiftKey }) {
  const page = 0.85 * node.clientHeight;
  const steps = { ArrowDown: 48, ArrowUp: -48, PageDown: page, PageUp: -page, " ": shiftKey ? -page : page };
  if (!(key in steps)) return false;
  node.scrollTop += steps[key];
  return true;
}

function keyName(key) {
  return key.length === 1 ? key.toUpperCase() : key;
}

// Who runs a card's cell wants to judge: the keys go to the card, unless somebody is writing. A notebook takes
// them once more when all its cells have run, however long that is; the card takes them back, until a person goes
// elsewhere. Returns what ends this.
function takeFocus({ root, home }) {
  const take = () => {
    const active = document.activeElement;
    const writing = active && (editable(active) || active.isContentEditable || active.closest(".review-card"));
    if (writing || !root.isConnected) return;
    home().focus({ preventScroll: true });
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
