// What forms and boards share: a reference to read, and a list one finds in by typing.

const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();

// Keys in a field are the field's: JupyterLab would take the arrows to leave the cell.
function keepKeysInFields(root) {
  root.addEventListener("keydown", (event) => {
    if (editable(event.target)) event.stopPropagation();
  });
}

let pickers = 0;

// A field in which typing narrows a list and Enter takes what is chosen.
// `label` names it, `none` is said where nothing fits; `onPick(option)` gets {id, text, note}.
function makePicker({ label, none, key, onPick, most = 40 }) {
  const name = `review-picker-${(pickers += 1)}`;
  const list = element("ul", { id: name, role: "listbox", "aria-label": label, class: "review-options", hidden: true });
  const field = element("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: label,
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": name,
    "aria-keyshortcuts": key,
  });
  const picker = { node: element("div", { class: "review-picker" }, field, list), field, options: [] };
  let found = [];
  let place = 0;

  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const point = () => {
    [...list.children].forEach((node, at) => {
      if (node.getAttribute("role") === "option") node.setAttribute("aria-selected", String(at === place));
    });
    const chosen = found.length ? list.children[place] : null;
    if (chosen) {
      field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    field.value = "";
    close();
    if (option) onPick(option);
  };
  const open = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const fits = (option) => words.every((word) => fold(`${option.text} ${option.note || ""}`).includes(word));
    found = picker.options.filter(fits).slice(0, most);
    place = 0;
    list.replaceChildren(
      ...found.map((option, at) => {
        const made = element(
          "li",
          { role: "option", id: `${name}-${at}`, "aria-selected": "false" },
          element("span", { dir: "auto" }, option.text),
          option.note ? element("span", { class: "review-source", dir: "auto" }, option.note) : null,
        );
        made.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(option);
        });
        return made;
      }),
    );
    if (!found.length) list.append(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, none));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    point();
  };
  field.addEventListener("focus", open);
  field.addEventListener("input", open);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      if (list.hidden) open();
      else if (found.length) place = (place + step + found.length) % found.length;
      point();
    } else if (event.key === "Enter") take(list.hidden ? null : found[place]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return picker;
}

// A reference: title, authors, journal, abstract in sections; `lines` of it may be left folded.
function referenceParts(shown, { folded = false, summary = "" } = {}) {
  const lang = shown.lang ? { lang: shown.lang } : {};
  const abstract = shown.sections.map((part) => {
    const text = recordText("p", part.runs, lang);
    return element("div", { class: "review-section" }, part.heading ? element("h4", lang, part.heading) : null, text);
  });
  const doi = shown.doi.label
    ? element("p", { class: "review-origin", dir: "auto" }, doiLink(`doi:${shown.doi.label}`, shown.doi.address))
    : null;
  const keywords = shown.keywords.length
    ? element("p", { class: "review-keywords-line" }, ...joined(shown.keywords.map((runs) => recordText("span", runs, lang))))
    : null;
  const texts = [...abstract, keywords, doi].filter(Boolean);
  return [
    recordText("h3", shown.title, lang),
    shown.authors ? element("p", { class: "review-authors", dir: "auto" }, shown.authors) : null,
    shown.source ? element("p", { class: "review-source-line", dir: "auto" }, shown.source) : null,
    ...(folded ? [element("details", {}, element("summary", {}, summary), ...texts)] : texts),
  ].filter(Boolean);
}

function joined(nodes) {
  return nodes.flatMap((node, at) => (at ? [" · ", node] : [node]));
}

function hint(key) {
  return key ? element("kbd", { "aria-hidden": "true" }, keyName(key)) : "";
}

// A row of choices of which one may be made; `keysOf` gives the key of each.
function choiceButtons(card, { label, options, chosen, onChoose }) {
  return element(
    "div",
    { class: "review-choices", role: "group", "aria-label": label },
    ...options.map((option) => {
      const made = element(
        "button",
        { type: "button", "data-value": option.value, "aria-pressed": "false", "aria-keyshortcuts": option.key },
        element("span", {}, option.word),
        hint(option.key),
      );
      const choose = () => {
        if (made.getAttribute("aria-disabled") !== "true") onChoose(option.value);
      };
      made.addEventListener("click", choose);
      if (option.key) {
        card.keys[`choice ${option.value}`] = option.key;
        card.handlers[`choice ${option.value}`] = choose;
      }
      return made;
    }),
  );
}

function pressed(group, value) {
  for (const made of group.querySelectorAll("button")) {
    made.setAttribute("aria-pressed", String(made.dataset.value === value));
  }
}
