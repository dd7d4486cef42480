// The coding card: the study to the left, to the right its codes, a field to find in, and the codebooks as a tree.

// What is longer is no word, and no pattern to look for.
const LONGEST_WORD = 80;
const SHOWN_SIGNS = { "-": "−", "*": "±" };
let trees = 0;

function buildCoding(card) {
  const { words, model } = card;
  card.treeName = `review-tree-${(trees += 1)}`;
  card.waiting = [];
  card.items = Object.fromEntries(model.get("books").flatMap((book) => book.items.map((item) => [item.id, item])));
  card.scroller = region("div.review-read", words["coding.text"]);
  card.mine = element("ul.review-chips", { "aria-label": words["coding.mine"] });
  const tree = { id: card.treeName, role: "tree", tabindex: "-1", "aria-label": words["coding.tree"] };
  card.tree = element("ul.review-tree", tree);
  card.filter = comboField(words["coding.filter"], card.treeName, {
    "aria-haspopup": "tree",
    "aria-expanded": true,
    "aria-keyshortcuts": card.keys.filter,
    input: () => drawTree(card),
    keydown: (event) => filterKey(card, event),
  });
  card.handlers.filter = () => card.filter.focus();
  card.finish = () => queue(card, "next", {});
  card.definition = element("p.review-definition", { "aria-live": "polite" });
  const mine = element("h4", {}, words["coding.mine"]);
  const side = element("div.review-codes", {}, mine, card.mine, card.filter, card.tree, card.definition);
  const onPick = (study) => card.act("open", { study });
  card.root.append(
    boardHeader(card, { quiet: "done", key: "find", label: words["coding.find"], onPick }),
    element("div.review-columns", {}, card.scroller, side),
    element("p.review-hint", {}, words["coding.keys"]),
    bar(card, ["filter"], gap(), buttons(card, "undo", "previous", "next")),
  );
  // the button leads into the field, so the card does not take the keys back
  card.buttons.filter.addEventListener("click", card.handlers.filter);
}

// One thing after another: what is pressed while the kernel answers is done when it has.
function queue(card, name, more) {
  if (card.root.getAttribute("aria-busy") === "true") card.waiting.push([name, more]);
  else card.act(name, more);
}

function filterKey(card, event) {
  if (event.isComposing || withModifier(event)) return;
  const shown = card.model.get("shown");
  const empty = card.filter.value === "";
  const step = arrowStep(event);
  const pressed = event.key === "−" ? "-" : event.key;
  const direction = empty && (shown.directions || []).find(({ sign }) => sign === pressed);
  if (step) moveTo(card, Math.max(0, Math.min(card.place + step, card.codes.length - 1)));
  else if (event.key === "Enter") put(card, event);
  else if (event.key === "Backspace" && empty) takeOff(card, shown);
  else if (direction) direct(card, direction.value);
  else return;
  taken(event);
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
  const here = card.codes[card.place];
  const code = put.includes(here) ? here : put[put.length - 1];
  if (code) queue(card, "take_off", { code });
}

// A direction goes to the code that is pointed at, else to the one put last.
function direct(card, direction) {
  queue(card, "direct", { code: card.last || card.codes[card.place], direction });
}

function drawCoding(card, shown, isNew) {
  card.picker.options = card.model.get("studies");
  if (!shown.study) return;
  if (isNew) {
    Object.assign(card, { last: null, place: 0, marked: "" });
    card.filter.value = "";
    card.scroller.scrollTop = 0;
    drawStudy(card, shown, []);
  }
  const none = element("li.review-quiet", {}, card.words["coding.none_put"]);
  fill(card.mine, shown.mine.length ? shown.mine.map((row) => chip(shown, row)) : none);
  drawTree(card, card.last);
  const next = card.waiting.shift();
  if (next) card.act(...next);
}

function drawStudy(card, { study }, words) {
  const mark = (runs) => runs.flatMap(([text]) => markedRuns(text, words));
  const sections = study.sections.map((part) => ({ ...part, runs: mark(part.runs) }));
  const marked = { title: mark(study.title), sections, keywords: study.keywords.map(mark) };
  fill(card.scroller, boardReference({ ...study, ...marked }));
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
  const runs = [study.title, study.sections.map((part) => part.runs).flat(), ...study.keywords].flat();
  const texts = runs.map(([text]) => text);
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

function chip({ directions }, row) {
  const sign = (directions.find(({ value }) => value === row.direction) || {}).sign;
  return element(
    `li.review-chip${row.direction && `.review-way-${row.direction}`}`,
    { title: row.book, "data-code": row.id },
    sign && element("span.review-sign", { "aria-hidden": true }, SHOWN_SIGNS[sign] || sign),
    element("span", { dir: "auto" }, row.name),
    row.said && element("span.review-told", {}, row.said),
  );
}

// The tree: suggestions first, then each codebook; what does not fit the filter is left out.
function drawTree(card, wanted = null) {
  const shown = card.model.get("shown");
  if (!shown.study) return;
  const { words } = card;
  const asked = wordsOf(card.filter.value);
  const fits = (item) => asked.every((word) => fold(`${item.name} ${item.definition}`).includes(word));
  card.codes = [];
  const suggested = shown.suggested.map(({ id }) => card.items[id]).filter((item) => item && fits(item));
  const leaves = suggested.map((item) => leaf(card, shown, item));
  const branches = leaves.length ? [branch(words["coding.suggested"], leaves, ".review-suggestions")] : [];
  for (const book of card.model.get("books")) {
    const parts = bookParts(card, shown, book, fits);
    if (parts.length) branches.push(branch(book.word, parts));
  }
  const none = element("li.review-quiet", { role: "treeitem", "aria-selected": false }, words["coding.none_fits"]);
  fill(card.tree, branches.length ? branches : none);
  const there = wanted ? card.codes.indexOf(wanted) : -1;
  const here = asked.length ? 0 : Math.min(card.place, Math.max(card.codes.length - 1, 0));
  moveTo(card, there >= 0 ? there : here, { keep: true });
}

function bookParts(card, shown, book, fits) {
  const parts = [];
  let below = null;
  const close = () => {
    if (below && below.leaves.length) parts.push(branch(below.name, below.leaves, ".review-domain"));
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

function branch(name, children, dress = "") {
  return element(
    `li${dress}`,
    { role: "treeitem", "aria-expanded": true, "aria-selected": false, "aria-label": name },
    element("span.review-branch", {}, name),
    element("ul", { role: "group" }, children),
  );
}

function leaf(card, shown, item) {
  const place = card.codes.push(item.id) - 1;
  const put = shown.mine.some((row) => row.id === item.id);
  const words = suggestedBy(shown, item.id);
  const mousedown = (event) => {
    event.preventDefault();
    moveTo(card, place);
    card.filter.focus();
    if (!put) card.last = item.id;
    queue(card, put ? "take_off" : "put", { code: item.id });
  };
  const about = { role: "treeitem", id: `${card.treeName}-${place}`, "aria-selected": false, "aria-checked": put };
  return element(
    `li.review-leaf${put ? ".review-is-put" : ""}${words ? ".review-is-suggested" : ""}`,
    { ...about, "data-code": item.id, "data-place": place, mousedown },
    element("span", { dir: "auto" }, item.name),
    words && element("span.review-why-code", { dir: "auto" }, asWritten(shown.study, words).slice(0, 4).join(" · ")),
  );
}

const suggestedBy = (shown, code) => shown.suggested.find(({ id }) => id === code)?.words;

function moveTo(card, place, { keep = false } = {}) {
  const { tree, scroller } = card;
  const node = tree.querySelector(`[data-place="${place}"]`);
  if (!node) return fill(card.definition);
  card.place = place;
  if (!keep) card.last = null;
  for (const other of tree.querySelectorAll(".review-leaf")) set(other, { "aria-selected": other === node });
  set(card.filter, { "aria-activedescendant": node.id });
  requestAnimationFrame(() => {
    const top = node.offsetTop - tree.offsetTop;
    const seen = top >= tree.scrollTop + 24 && top <= tree.scrollTop + tree.clientHeight - 56;
    if (!seen) tree.scrollTop = Math.max(0, top - 64);
  });
  const item = card.items[node.dataset.code];
  fill(card.definition, element("b", {}, item.name), ` ${item.definition}`);
  const shown = card.model.get("shown");
  const words = suggestedBy(shown, item.id) || [];
  if (card.marked !== words.join(";")) {
    const at = scroller.scrollTop;
    drawStudy(card, shown, words);
    scroller.scrollTop = at;
    card.marked = words.join(";");
  }
}

export default boardOf({ name: "coding", dress: "review-coding", build: buildCoding, draw: drawCoding });
