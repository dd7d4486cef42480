// One evidence map at a time, chosen by its rows and columns, with all studies or only some of them.
// Without this script every map lies in a fold of its own.
(function () {
  "use strict";
  var frame = document.querySelector(".gapmap");
  if (!frame) return;
  var maps = Array.from(frame.querySelectorAll("details.map"));

  function choices(maps, key, name) {
    var seen = {};
    maps.forEach(function (map) { seen[map.getAttribute(key)] = map.getAttribute(name); });
    return seen;
  }

  function chooser(words, options) {
    var label = document.createElement("label");
    var select = document.createElement("select");
    label.textContent = words;
    Object.keys(options).forEach(function (key) { select.add(new Option(options[key], key)); });
    label.appendChild(select);
    return { label: label, select: select };
  }

  var rows = chooser(frame.dataset.rows, choices(maps, "data-map-rows", "data-rows-name"));
  var columns = chooser(frame.dataset.columns, choices(maps, "data-map-columns", "data-columns-name"));
  var only = chooser(frame.dataset.only, {
    all: frame.dataset.onlyAll, certain: frame.dataset.onlyCertain, opposed: frame.dataset.onlyOpposed
  });
  var tests = {
    all: function () { return true; },
    certain: function (item) { return ["high", "moderate"].includes(item.dataset.certainty); },
    opposed: function (item) { return /contradicts|mixed/.test(item.dataset.directions); }
  };

  function thin(cell, test) {
    var items = Array.from(cell.querySelectorAll("li"));
    var kept = items.filter(function (item) {
      item.hidden = !test(item);
      return !item.hidden;
    });
    cell.querySelector(".count").textContent = kept.length;
    cell.classList.toggle("thinned", kept.length < items.length);
    cell.classList.toggle("emptied", kept.length === 0);
  }

  function show() {
    maps.forEach(function (map) {
      var chosen = map.dataset.mapRows === rows.select.value && map.dataset.mapColumns === columns.select.value;
      map.hidden = !chosen;
      map.open = chosen;
    });
    frame.querySelectorAll("details.cell").forEach(function (cell) { thin(cell, tests[only.select.value]); });
  }

  // one open cell at a time, and Escape closes it
  frame.addEventListener("toggle", function (event) {
    if (!event.target.classList.contains("cell") || !event.target.open) return;
    frame.querySelectorAll("details.cell[open]").forEach(function (cell) {
      if (cell !== event.target) cell.open = false;
    });
  }, true);
  frame.addEventListener("keydown", function (event) {
    var cell = event.target.closest("details.cell[open]");
    if (event.key !== "Escape" || !cell) return;
    cell.open = false;
    cell.querySelector("summary").focus();
  });

  var bar = document.createElement("p");
  bar.className = "chooser";
  [rows, columns, only].forEach(function (one) {
    one.select.addEventListener("change", show);
    bar.appendChild(one.label);
  });
  frame.insertBefore(bar, frame.firstChild);
  frame.classList.add("chosen");
  show();
})();
