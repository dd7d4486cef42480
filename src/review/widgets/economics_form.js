// The economics form: the study above, its fields to the left, what they say to the right.

const CHECK_AFTER = 120;
const TABLE = ["cost_intervention", "cost_comparator", "cost_difference", "effect_intervention", "effect_comparator", "effect_difference"];

let forms = 0;

function buildForm(card) {
  const { root, words, model } = card;
  root.setAttribute("aria-label", words["form.title"]);
  root.classList.add("review-board", "review-economics");
  keepKeysInFields(root);
  card.number = forms += 1;
  card.fields = {};
  card.values = {};
  card.touched = new Set();
  card.asked = 0;
  card.progress = element("span", { class: "review-progress" });
  card.second = element("span", { class: "review-quiet" });
  card.picker = makePicker({
    label: words["form.find"],
    none: words["form.none_fits"],
    key: card.keys.pick,
    onPick: (option) => {
      card.act("open", { study: option.id });
      root.focus({ preventScroll: true });
    },
  });
  card.handlers.pick = () => card.picker.field.focus();
  card.study = element("div", { class: "review-study" });
  card.tabs = element("div", { class: "review-choices", role: "group", "aria-label": words["form.comparisons"] });
  card.form = element("div", { class: "review-form" }, ...model.get("form").sections.map((part) => section(card, part)));
  card.result = element("aside", { class: "review-result", "aria-label": words["form.result"] });
  card.filled = element("p", { class: "review-quiet" });
  card.excel = element("p", { class: "review-hint" });
  card.handlers.fill = () => firstField(card).focus();
  card.handlers.store = () => {
    card.forced = true;
    card.act("store", { values: card.values });
  };
  const bar = element(
    "div",
    { class: "review-bar", role: "group", "aria-label": words.keys },
    card.button("store", { class: "review-do review-main" }),
    card.button("fill"),
    card.button("new"),
    element("span", { class: "review-gap" }),
    ...["withdraw", "undo", "previous", "next"].map((name) => card.button(name)),
  );
  card.body = element(
    "div",
    {},
    card.study,
    card.tabs,
    element("div", { class: "review-sheet" }, card.form, card.result),
    element("p", { class: "review-hint" }, legend(words), " ", words["form.nr_hint"], " ", words["form.leave"]),
    card.excel,
  );
  root.append(
    element(
      "header",
      {},
      element("h2", {}, words["form.title"]),
      card.progress,
      card.second,
      element("span", { class: "review-gap" }),
      card.picker.node,
    ),
    card.body,
    element("div", { class: "review-foot" }, card.filled, bar),
  );
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    card.handlers.store();
  });
  model.on("change:live", () => drawLive(card, model.get("live")));
}

function legend(words) {
  const mark = (need) => element("span", { class: "review-need", "data-need": need }, words[`form.${need}`]);
  return element("span", { class: "review-legend" }, mark("required"), mark("expected"));
}

function firstField(card) {
  const inputs = Object.values(card.fields).map((field) => field.input);
  return inputs.find((input) => input.getAttribute("aria-invalid") === "true") || inputs.find((input) => !input.value) || inputs[0];
}

function section(card, part) {
  const body = element("div", { class: "review-fields" });
  const inTable = part.fields.filter((field) => TABLE.includes(field.name));
  for (const field of part.fields) {
    if (field.name === TABLE[0]) body.append(armTable(card, inTable));
    else if (!inTable.includes(field)) body.append(oneField(card, field));
  }
  return element("fieldset", { class: `review-section-${part.name}` }, element("legend", {}, part.head), body);
}

// Costs and effects of both options and their difference: two rows of three.
function armTable(card, fields) {
  const { words } = card;
  const columns = ["intervention", "comparator", "difference"];
  const heads = columns.map((name) => element("span", { class: "review-arm", "aria-hidden": "true" }, words[`form.${name}`]));
  const rows = ["cost", "effect"].flatMap((what) => [
    element("span", { class: "review-arm", "aria-hidden": "true" }, words[`form.${what}`]),
    ...columns.map((name) => {
      const field = fields.find((one) => one.name === `${what}_${name}`);
      return oneField(card, field, { bare: true });
    }),
  ]);
  return element("div", { class: "review-arms" }, element("span"), ...heads, ...rows);
}

function oneField(card, field, { bare = false } = {}) {
  const { words } = card;
  const id = `review-field-${card.number}-${field.name}`;
  const input = control(field, id);
  const need = element("span", { class: "review-need" });
  const fault = element("span", { class: "review-fault", id: `${id}-fault` });
  const help = element("span", { class: "review-help", id: `${id}-help` }, field.help);
  const label = element(
    "label",
    { for: id, class: bare ? "review-only-heard" : "review-name" },
    field.label,
    field.unit ? element("span", { class: "review-unit" }, ` (${field.unit})`) : null,
  );
  if (field.need === "required") input.setAttribute("aria-required", "true");
  input.setAttribute("aria-describedby", `${id}-fault ${id}-help`);
  input.addEventListener("input", () => typed(card, field.name, input.value));
  input.addEventListener("blur", () => {
    card.touched.add(field.name);
    drawFaults(card);
  });
  card.fields[field.name] = { input, fault, need, field, words };
  const top = element("span", { class: "review-top" }, label, need);
  return element("div", { class: `review-field review-field-${field.kind} review-of-${field.name}` }, top, input, fault, help);
}

function control(field, id) {
  if (field.kind === "choice") {
    return element("select", { id }, ...field.choices.map(({ value, word }) => element("option", { value }, word)));
  }
  if (field.kind === "long") return element("textarea", { id, rows: "1" });
  const number = field.kind === "number";
  return element("input", { id, type: "text", autocomplete: "off", spellcheck: "false", inputmode: number ? "decimal" : "text" });
}

// What is being typed is checked behind; only the newest answer counts.
function typed(card, name, value) {
  card.values[name] = value;
  keepDraft(card);
  drawNeeds(card);
  clearTimeout(card.checking);
  card.checking = setTimeout(() => {
    card.asked += 1;
    try {
      card.model.send({ do: "check", key: card.model.get("shown").key, number: card.asked, values: card.values });
    } catch {
      // a kernel that is gone is told of when something is stored
    }
  }, CHECK_AFTER);
}

function drawLive(card, live) {
  if (live.key !== card.model.get("shown").key || live.number !== card.asked) return;
  if (live.trouble) {
    card.result.replaceChildren(element("p", { class: "review-refused" }, live.trouble));
    return;
  }
  card.faults = live.faults;
  drawFaults(card);
  drawResult(card, live.result);
  card.filled.textContent = filledSaid(card, live);
  card.root.dataset.checked = live.number;
}

function filledSaid(card, read) {
  const unsaved = isDraft(card) && card.model.get("shown").can.withdraw ? card.words["form.unsaved"] : card.stored;
  return `${unsaved} ${read.filled}.`;
}

// A field that is only empty is not called a fault before one has been there, or has tried to store.
function drawFaults(card) {
  for (const [name, { input, fault }] of Object.entries(card.fields)) {
    const found = (card.faults || []).find((one) => one.field === name);
    const shown = found && (!found.empty || card.forced || card.touched.has(name)) ? found.text : "";
    fault.textContent = shown;
    if (shown) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  drawNeeds(card);
}

function drawNeeds(card) {
  const silent = [card.model.get("form").not_reported.toLowerCase(), "not_reported"];
  for (const [name, { need, field, input }] of Object.entries(card.fields)) {
    const value = (card.values[name] || "").trim();
    const isSilent = silent.includes(value.toLowerCase()) && field.kind !== "choice";
    const open = !value && field.need !== "optional" ? field.need : "";
    need.dataset.need = isSilent ? "silent" : open;
    need.textContent = isSilent ? card.words["form.nr"] : open && card.words[`form.${open}`];
    if (field.kind === "long") growToFit(input);
  }
}

function growToFit(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(160, input.scrollHeight + 2)}px`;
}

function drawForm(card, shown, isNew) {
  card.progress.textContent = shown.progress;
  card.second.textContent = shown.second || "";
  card.excel.textContent = shown.excel || "";
  card.body.hidden = !shown.study;
  card.picker.options = card.model.get("studies");
  if (!shown.study) return;
  if (isNew) {
    card.forced = false;
    card.touched = new Set();
    card.study.replaceChildren(...referenceParts(shown.study, { folded: true, summary: card.words["form.abstract"] }));
    card.given = shown.values;
    card.values = { ...shown.values, ...draftOf(shown.key) };
    for (const [name, { input }] of Object.entries(card.fields)) input.value = card.values[name] || "";
  }
  drawTabs(card, shown);
  card.stored = shown.stored;
  card.faults = shown.faults;
  if (isNew && isDraft(card)) typed(card, "note", card.values.note);
  if (isNew || !isDraft(card)) {
    drawResult(card, shown.result);
    card.filled.textContent = filledSaid(card, shown);
  }
  if (shown.failed && card.forced) {
    // what was refused is what is on the form, not what is stored
    typed(card, "note", card.values.note);
  } else drawFaults(card);
}

function drawTabs(card, shown) {
  card.tabs.hidden = shown.rows.length < 2;
  card.tabs.replaceChildren(
    ...shown.rows.map((row, place) => {
      const made = element("button", { type: "button", "aria-pressed": String(place === shown.place) }, row.name);
      made.addEventListener("click", () => {
        card.act("row", { place });
        card.root.focus({ preventScroll: true });
      });
      return made;
    }),
  );
}

function drawResult(card, result) {
  const { words } = card;
  const lines = result.lines.flatMap(({ name, value }) => [element("dt", {}, name), element("dd", {}, value)]);
  card.result.replaceChildren(
    ...[
      element("h3", {}, words["form.result"]),
      plane(words, result),
      element("p", { class: "review-reading", role: "status" }, result.said),
      lines.length ? element("dl", {}, ...lines) : null,
      result.refused ? element("p", { class: "review-refused" }, result.refused) : null,
      result.chain.length
        ? element("div", { class: "review-chain" }, element("h4", {}, words["form.chain"]), element("ol", {}, ...result.chain.map((step) => element("li", {}, step))))
        : null,
    ].filter(Boolean),
  );
}

// Where refraining lies: effect to the right, cost upwards; the sides, not the sizes.
function plane(words, { point, said }) {
  const svg = (name, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const [x, y] = point || [0, 0];
  const at = { x: 120 + 55 * x, y: 80 - 38 * y };
  return svg(
    "svg",
    { viewBox: "0 0 240 160", class: "review-plane", role: "img", "aria-label": said },
    svg("rect", { x: 10, y: 80, width: 110, height: 74, class: "review-south-west" }),
    svg("line", { x1: 10, y1: 80, x2: 230, y2: 80 }),
    svg("line", { x1: 120, y1: 6, x2: 120, y2: 154 }),
    svg("text", { x: 230, y: 75, "text-anchor": "end" }, `${words["form.plane.effect"]} +`),
    svg("text", { x: 125, y: 15 }, `${words["form.plane.cost"]} +`),
    ...words["form.plane.saves"].split(", ").map((line, row, all) =>
      svg("text", { x: 15, y: 148 - 13 * (all.length - 1 - row) }, row + 1 < all.length ? `${line},` : line),
    ),
    ...(point
      ? [svg("line", { x1: 120, y1: 80, x2: at.x, y2: at.y, class: "review-way" }), svg("circle", { cx: at.x, cy: at.y, r: 6 })]
      : []),
  );
}

// What is typed and not stored outlives a kernel that was restarted and a cell run again, in this window only.
const draftName = (key) => `review-draft ${key}`;

function isDraft(card) {
  return Object.keys(card.fields).some((name) => (card.values[name] || "") !== (card.given[name] || ""));
}

function keepDraft(card) {
  const name = draftName(card.model.get("shown").key);
  try {
    if (isDraft(card)) sessionStorage.setItem(name, JSON.stringify(card.values));
    else sessionStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing
  }
}

function draftOf(key) {
  try {
    return JSON.parse(sessionStorage.getItem(draftName(key)) || "{}");
  } catch {
    return {};
  }
}

export default { render: (context) => startCard(context, { build: buildForm, draw: drawForm }) };
