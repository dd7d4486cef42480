// The coding card: the study to the left, to the right its codes, a field to find in, and the codebooks as a tree.

// What is longer is no word, and no pattern to look for.
const LONGEST_WORD = 80;
let trees = 0;

function buildCoding(card) {
  const { root, words, model } = card;
  const name = `review-tree-${(trees += 1)}`;
  root.setAttribute("aria-label", words["coding.title"]);
  root.classList.add("review-board", "review-coding");
  keepKeysInFields(root);
  card.treeName = name;
  card.waiting = [];
  card.items = Object.fromEntries(model.get("books").flatMap((book) => book.items.map((item) => [item.id, item])));
  card.progress = element("span", { class: "review-progress" });
  card.done = element("span", { class: "review-quiet" });
  card.picker = makePicker({
    label: words["coding.find"],
    none: words["coding.none_fits"],
    key: card.keys.find,
    onPick: (option) => {
      card.act("open", { study: option.id });
      root.focus({ preventScroll: true });
    },
  });
  card.handlers.find = () => card.picker.field.focus();
  card.text = element("div", { class: "review-read", tabindex: "0", role: "region", "aria-label": words["coding.text"] });
  card.scroller = card.text;
  card.mine = element("ul", { class: "review-chips", "aria-label": words["coding.mine"] });
  card.tree = element("ul", { id: name, class: "review-tree", role: "tree", tabindex: "-1", "aria-label": words["coding.tree"] });
  card.filter = element("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: words["coding.filter"],
    "aria-label": words["coding.filter"],
    "aria-autocomplete": "list",
    "aria-haspopup": "tree",
    "aria-expanded": "true",
    "aria-controls": name,
    "aria-keyshortcuts": card.keys.filter,
  });
  card.definition = element("p", { class: "review-definition", "aria-live": "polite" });
  card.handlers.filter = () => card.filter.focus();
  card.filter.addEventListener("input", () => drawTree(card));
  card.filter.addEventListener("keydown", (event) => filterKey(card, event));
  const side = element(
    "div",
    { class: "review-codes" },
    element("h4", {}, words["coding.mine"]),
    card.mine,
    card.filter,
    card.tree,
    card.definition,
  );
  const bar = element(
    "div",
    { class: "review-bar", role: "group", "aria-label": words.keys },
    card.button("filter", { class: "review-do review-main" }),
    element("span", { class: "review-gap" }),
    ...["undo", "previous", "next"].map((action) => card.button(action)),
  );
  // the button leads into the field, so the card does not take the keys back
  card.buttons.filter.addEventListener("click", () => card.filter.focus());
  root.append(
    element(
      "header",
      {},
      element("h2", {}, words["coding.title"]),
      card.progress,
      card.done,
      element("span", { class: "review-gap" }),
      card.picker.node,
    ),
    element("div", { class: "review-columns" }, card.text, side),
    element("p", { class: "review-hint" }, words["coding.keys"]),
    bar,
  );
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    queue(card, "next", {});
  });
}

// One thing after another: what is pressed while the kernel answers is done when it has.
function queue(card, name, more) {
  if (card.root.getAttribute("aria-busy") === "true") card.waiting.push([name, more]);
  else card.act(name, more);
}

function filterKey(card, event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const shown = card.model.get("shown");
  const empty = card.filter.value === "";
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const direction = empty && (shown.directions || []).find(({ sign }) => sign === event.key || (sign === "-" && event.key === "−"));
  if (step) moveTo(card, Math.max(0, Math.min(card.place + step, card.codes.length - 1)));
  else if (event.key === "Enter") put(card, event);
  else if (event.key === "Backspace" && empty) takeOff(card, shown);
  else if (direction) direct(card, direction.value);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function put(card, event) {
  const code = card.codes[card.place];
  if (event.repeat || !code) return;
  card.last = code;
  card.filter.value = "";
  queue(card, "put", { code });
}

function takeOff(card, shown) {
  const put = shown.mine.map((row) => row.id);
  const code = put.includes(card.codes[card.place]) ? card.codes[card.place] : put[put.length - 1];
  if (code) queue(card, "take_off", { code });
}

// A direction goes to the code that is pointed at, else to the one put last.
function direct(card, direction) {
  queue(card, "direct", { code: card.last || card.codes[card.place], direction });
}

function drawCoding(card, shown, isNew) {
  card.progress.textContent = shown.progress;
  card.done.textContent = shown.done || "";
  card.picker.options = card.model.get("studies");
  if (!shown.study) return;
  if (isNew) {
    card.last = null;
    card.place = 0;
    card.filter.value = "";
    card.text.scrollTop = 0;
    card.marked = "";
    drawStudy(card, shown, []);
  }
  drawMine(card, shown);
  drawTree(card, card.last);
  const next = card.waiting.shift();
  if (next) card.act(...next);
}

function drawStudy(card, shown, words) {
  const mark = (runs) => runs.flatMap(([text]) => markedRuns(text, words));
  card.text.replaceChildren(
    ...referenceParts({
      ...shown.study,
      title: mark(shown.study.title),
      sections: shown.study.sections.map((part) => ({ ...part, runs: mark(part.runs) })),
      keywords: shown.study.keywords.map(mark),
    }),
  );
}

// Letters without their accents, each in its place, since the words of suggestions come without.
const bare = (text) => text.replace(/\p{L}/gu, (letter) => {
  const base = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return base.length === letter.length ? base : letter;
});

function patternOf(words) {
  const escape = (word) => bare(word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[\s-]+/g, "[\\s-]+");
  const usable = (word) => word.length > 2 && word.length <= LONGEST_WORD;
  const wanted = words.filter(usable).map((word) => escape(word) + (word.length > 4 ? "\\p{L}{0,4}" : ""));
  return wanted.length ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join("|")})(?![\\p{L}\\p{N}])`, "gu") : null;
}

// The words by which a code is suggested, in the text: whole words, with an ending where they are long.
function markedRuns(text, words) {
  const pattern = patternOf(words);
  const runs = [];
  let end = 0;
  for (const { index, 0: found } of pattern ? bare(text).matchAll(pattern) : []) {
    runs.push([text.slice(end, index), ""], [text.slice(index, index + found.length), "for"]);
    end = index + found.length;
  }
  return [...runs, [text.slice(end), ""]].filter(([part]) => part);
}

// Those words as the study writes them; where it writes none of them so, as they came.
function asWritten(study, words) {
  const texts = [study.title, ...study.sections.map((part) => part.runs), ...study.keywords].flat().map(([text]) => text);
  const written = words.flatMap((word) => {
    const pattern = patternOf([word]);
    for (const text of pattern ? texts : []) {
      const found = bare(text).matchAll(pattern).next().value;
      if (found) return [text.slice(found.index, found.index + found[0].length).toLowerCase()];
    }
    return [];
  });
  return written.length ? [...new Set(written)] : words;
}

function drawMine(card, shown) {
  const { words } = card;
  card.mine.replaceChildren(
    ...(shown.mine.length
      ? shown.mine.map((row) => chip(card, shown, row))
      : [element("li", { class: "review-quiet" }, words["coding.none_put"])]),
  );
}

function chip(card, shown, row) {
  const sign = (shown.directions.find(({ value }) => value === row.direction) || {}).sign;
  return element(
    "li",
    { class: `review-chip${row.direction ? ` review-way-${row.direction}` : ""}`, title: row.book, "data-code": row.id },
    sign ? element("span", { class: "review-sign", "aria-hidden": "true" }, sign === "-" ? "−" : sign === "*" ? "±" : sign) : null,
    element("span", { dir: "auto" }, row.name),
    row.said ? element("span", { class: "review-told" }, row.said) : null,
  );
}

// The tree: suggestions first, then each codebook; what does not fit the filter is left out.
function drawTree(card, wanted = null) {
  const shown = card.model.get("shown");
  if (!shown.study) return;
  const { words } = card;
  const asked = fold(card.filter.value).split(/\s+/).filter(Boolean);
  const fits = (item) => asked.every((word) => fold(`${item.name} ${item.definition}`).includes(word));
  card.codes = [];
  const suggested = shown.suggested.map(({ id }) => card.items[id]).filter((item) => item && fits(item));
  const branches = [];
  if (suggested.length) {
    branches.push(branch(card, words["coding.suggested"], suggested.map((item) => leaf(card, shown, item)), "review-suggestions"));
  }
  for (const book of card.model.get("books")) {
    const parts = bookParts(card, shown, book, fits);
    if (parts.length) branches.push(branch(card, book.word, parts));
  }
  if (!branches.length) branches.push(element("li", { role: "treeitem", class: "review-quiet", "aria-selected": "false" }, words["coding.none_fits"]));
  card.tree.replaceChildren(...branches);
  const there = wanted ? card.codes.indexOf(wanted) : -1;
  moveTo(card, there >= 0 ? there : asked.length ? 0 : Math.min(card.place, Math.max(card.codes.length - 1, 0)), { keep: true });
}

function bookParts(card, shown, book, fits) {
  const parts = [];
  let below = null;
  const close = () => {
    if (below && below.leaves.length) parts.push(branch(card, below.name, below.leaves, "review-domain"));
    below = null;
  };
  for (const item of book.items) {
    if (item.heading) {
      close();
      below = { name: item.name, leaves: [] };
    } else if (fits(item)) {
      if (!item.below) close();
      (below ? below.leaves : parts).push(leaf(card, shown, item));
    }
  }
  close();
  return parts;
}

function branch(card, name, children, more = "") {
  return element(
    "li",
    { role: "treeitem", "aria-expanded": "true", "aria-selected": "false", "aria-label": name, class: more },
    element("span", { class: "review-branch" }, name),
    element("ul", { role: "group" }, ...children),
  );
}

function leaf(card, shown, item) {
  const place = card.codes.push(item.id) - 1;
  const put = shown.mine.some((row) => row.id === item.id);
  const found = shown.suggested.find(({ id }) => id === item.id);
  const made = element(
    "li",
    {
      role: "treeitem",
      id: `${card.treeName}-${place}`,
      class: `review-leaf${put ? " review-is-put" : ""}${found ? " review-is-suggested" : ""}`,
      "aria-selected": "false",
      "aria-checked": String(put),
      "data-code": item.id,
      "data-place": String(place),
    },
    element("span", { dir: "auto" }, item.name),
    found ? element("span", { class: "review-why-code", dir: "auto" }, asWritten(shown.study, found.words).slice(0, 4).join(" · ")) : null,
  );
  made.addEventListener("mousedown", (event) => {
    event.preventDefault();
    moveTo(card, place);
    card.filter.focus();
    put ? queue(card, "take_off", { code: item.id }) : ((card.last = item.id), queue(card, "put", { code: item.id }));
  });
  return made;
}

function moveTo(card, place, { keep = false } = {}) {
  const node = card.tree.querySelector(`[data-place="${place}"]`);
  if (!node) return card.definition.replaceChildren();
  card.place = place;
  if (!keep) card.last = null;
  for (const other of card.tree.querySelectorAll(".review-leaf")) other.setAttribute("aria-selected", String(other === node));
  card.filter.setAttribute("aria-activedescendant", node.id);
  requestAnimationFrame(() => {
    const top = node.offsetTop - card.tree.offsetTop;
    if (top < card.tree.scrollTop + 24 || top > card.tree.scrollTop + card.tree.clientHeight - 56) card.tree.scrollTop = Math.max(0, top - 64);
  });
  const item = card.items[node.dataset.code];
  card.definition.replaceChildren(element("b", {}, item.name), ` ${item.definition}`);
  const shown = card.model.get("shown");
  const words = (shown.suggested.find(({ id }) => id === item.id) || { words: [] }).words;
  if (card.marked !== words.join(";")) {
    const at = card.text.scrollTop;
    drawStudy(card, shown, words);
    card.text.scrollTop = at;
    card.marked = words.join(";");
  }
  return undefined;
}

export default { render: (context) => startCard(context, { build: buildCoding, draw: drawCoding }) };
