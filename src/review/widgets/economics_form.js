// The economics form: the study above, its fields to the left, what they say to the right.

const CHECK_AFTER = 120;
const ARMS = ["intervention", "comparator", "difference"];
const TABLE = ["cost", "effect"].flatMap((what) => ARMS.map((arm) => `${what}_${arm}`));

let forms = 0;

function buildForm(card) {
  const { words, model } = card;
  Object.assign(card, { number: (forms += 1), fields: {}, values: {}, touched: new Set(), asked: 0 });
  card.study = element("div.review-study");
  card.tabs = choiceGroup(words["form.comparisons"]);
  const sections = model.get("form").sections.map((part) => section(card, part));
  card.result = element("aside.review-result", { "aria-label": words["form.result"] });
  card.filled = element("p.review-quiet");
  card.handlers.fill = () => firstField(card).focus();
  card.finish = card.handlers.store = () => {
    card.forced = true;
    card.act("store", { values: card.values });
  };
  card.body = element(
    "div",
    {},
    card.study,
    card.tabs,
    element("div.review-sheet", {}, element("div.review-form", {}, sections), card.result),
    element("p.review-hint", {}, legend(words), " ", words["form.nr_hint"], " ", words["form.leave"]),
    card.line("excel", "p.review-hint"),
  );
  const actions = [buttons(card, "fill", "new"), gap(), buttons(card, "withdraw", "undo", "previous", "next")];
  const onPick = (study) => card.act("open", { study });
  card.root.append(
    boardHeader(card, { quiet: "second", key: "pick", label: words["form.find"], onPick }),
    card.body,
    element("div.review-foot", {}, card.filled, bar(card, ["store"], actions)),
  );
  model.on("change:live", () => drawLive(card, model.get("live")));
}

function legend(words) {
  const mark = (need) => element("span.review-need", { "data-need": need }, words[`form.${need}`]);
  return element("span.review-legend", {}, mark("required"), mark("expected"));
}

function firstField(card) {
  const inputs = Object.values(card.fields).map((field) => field.input);
  const faulty = inputs.find((input) => input.getAttribute("aria-invalid") === "true");
  return faulty || inputs.find((input) => !input.value) || inputs[0];
}

function section(card, part) {
  const inTable = part.fields.filter((field) => TABLE.includes(field.name));
  const shown = part.fields.map((field) => {
    if (field.name === TABLE[0]) return armTable(card, inTable);
    return !inTable.includes(field) && oneField(card, field);
  });
  const body = element("div.review-fields", {}, shown);
  return element(`fieldset.review-section-${part.name}`, {}, element("legend", {}, part.head), body);
}

// Costs and effects of both options and their difference: two rows of three.
function armTable(card, fields) {
  const head = (name) => element("span.review-arm", { "aria-hidden": true }, card.words[`form.${name}`]);
  const cell = (name) => oneField(card, fields.find((one) => one.name === name), { bare: true });
  const rows = ["cost", "effect"].map((what) => [head(what), ARMS.map((arm) => cell(`${what}_${arm}`))]);
  return element("div.review-arms", {}, element("span"), ARMS.map(head), rows);
}

function oneField(card, field, { bare = false } = {}) {
  const id = `review-field-${card.number}-${field.name}`;
  const input = set(control(field, id), {
    "aria-required": field.need === "required" || null,
    "aria-describedby": `${id}-fault ${id}-help`,
    input: () => typed(card, field.name, input.value),
    blur: () => {
      card.touched.add(field.name);
      drawFaults(card);
    },
  });
  const need = element("span.review-need");
  const fault = element("span.review-fault", { id: `${id}-fault` });
  const unit = field.unit && element("span.review-unit", {}, ` (${field.unit})`);
  const label = element(`label.review-${bare ? "only-heard" : "name"}`, { for: id }, field.label, unit);
  card.fields[field.name] = { input, fault, need, field };
  return element(
    `div.review-field.review-field-${field.kind}.review-of-${field.name}`,
    {},
    element("span.review-top", {}, label, need),
    input,
    fault,
    element("span.review-help", { id: `${id}-help` }, field.help),
  );
}

function control({ kind, choices }, id) {
  const options = choices.map(({ value, word }) => element("option", { value }, word));
  if (kind === "choice") return element("select", { id }, options);
  if (kind === "long") return element("textarea", { id, rows: "1" });
  const inputmode = kind === "number" ? "decimal" : "text";
  return element("input", { id, type: "text", autocomplete: "off", spellcheck: "false", inputmode });
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
  if (live.trouble) return fill(card.result, element("p.review-refused", {}, live.trouble));
  card.faults = live.faults;
  drawFaults(card);
  drawResult(card, live);
  card.root.dataset.checked = live.number;
}

// A field that is only empty is not called a fault before one has been there, or has tried to store.
function drawFaults(card) {
  for (const [name, { input, fault }] of Object.entries(card.fields)) {
    const found = (card.faults || []).find((one) => one.field === name);
    const shown = found && (!found.empty || card.forced || card.touched.has(name)) ? found.text : "";
    fault.textContent = shown;
    set(input, { "aria-invalid": Boolean(shown) || null });
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
  card.body.hidden = !shown.study;
  card.picker.options = card.model.get("studies");
  if (!shown.study) return;
  if (isNew) {
    Object.assign(card, { forced: false, touched: new Set(), given: shown.values });
    fill(card.study, boardReference(shown.study, card.words["form.abstract"]));
    card.values = { ...shown.values, ...draftOf(shown.key) };
    for (const [name, { input }] of Object.entries(card.fields)) input.value = card.values[name] || "";
  }
  drawTabs(card, shown);
  Object.assign(card, { stored: shown.stored, faults: shown.faults });
  const draft = isDraft(card);
  if (isNew || !draft) drawResult(card, shown);
  const refused = shown.failed && card.forced;
  // what was refused is what is on the form, not what is stored
  if (refused || (isNew && draft)) typed(card, "note", card.values.note);
  if (!refused) drawFaults(card);
}

function drawTabs(card, { rows, place }) {
  card.tabs.hidden = rows.length < 2;
  const tabOf = ({ name }, at) => {
    const click = () => {
      card.act("row", { place: at });
      card.takeKeys();
    };
    return element("button", { type: "button", "aria-pressed": at === place, click }, name);
  };
  fill(card.tabs, rows.map(tabOf));
}

// What the values of the form say, and how many of them there are.
function drawResult(card, { result, filled }) {
  const { words } = card;
  const steps = result.chain.map((step) => element("li", {}, step));
  const chain = [element("h4", {}, words["form.chain"]), element("ol", {}, steps)];
  fill(
    card.result,
    element("h3", {}, words["form.result"]),
    plane(words, result),
    element("p.review-reading", { role: "status" }, result.said),
    result.lines.length > 0 && element("dl", {}, factList(result.lines)),
    result.refused && element("p.review-refused", {}, result.refused),
    steps.length > 0 && element("div.review-chain", {}, chain),
  );
  const unsaved = isDraft(card) && card.model.get("shown").can.withdraw;
  card.filled.textContent = `${unsaved ? words["form.unsaved"] : card.stored} ${filled}.`;
}

const drawnNode = (name, attributes, ...children) =>
  fill(set(document.createElementNS("http://www.w3.org/2000/svg", name), attributes), children);

// Where refraining lies: effect to the right, cost upwards; the sides, not the sizes.
function plane(words, { point, said }) {
  const line = (x1, y1, x2, y2, more = {}) => drawnNode("line", { x1, y1, x2, y2, ...more });
  const text = (x, y, said, more = {}) => drawnNode("text", { x, y, ...more }, said);
  const saves = words["form.plane.saves"].split(", ");
  const last = saves.length - 1;
  const [cx, cy] = point ? [120 + 55 * point[0], 80 - 38 * point[1]] : [];
  return drawnNode(
    "svg",
    { viewBox: "0 0 240 160", class: "review-plane", role: "img", "aria-label": said },
    drawnNode("rect", { x: 10, y: 80, width: 110, height: 74, class: "review-south-west" }),
    line(10, 80, 230, 80),
    line(120, 6, 120, 154),
    text(230, 75, `${words["form.plane.effect"]} +`, { "text-anchor": "end" }),
    text(125, 15, `${words["form.plane.cost"]} +`),
    saves.map((part, row) => text(15, 148 - 13 * (last - row), row < last ? `${part},` : part)),
    point && [line(120, 80, cx, cy, { class: "review-way" }), drawnNode("circle", { cx, cy, r: 6 })],
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

export default boardOf({ name: "form", dress: "review-economics", build: buildForm, draw: drawForm });
