// Sorting and searching of long tables, and a table of contents that folds on small screens.
// Without this script nothing is missing but these comforts.
(function () {
  "use strict";
  var messages = JSON.parse(document.getElementById("messages").textContent);
  var language = document.documentElement.lang;

  var contents = document.querySelector(".contents details");
  var wide = window.matchMedia("(min-width: 68rem)");
  function fold() { contents.open = wide.matches; }
  fold();
  wide.addEventListener("change", fold);
  contents.addEventListener("click", function (event) {
    if (event.target.closest("a") && !wide.matches) contents.open = false;
  });

  function value(row, column) {
    var cell = row.cells[column];
    var number = cell.getAttribute("data-value");
    return number === null ? cell.textContent.trim() : number;
  }

  function sort(table, column, descending) {
    var body = table.tBodies[0];
    var order = new Intl.Collator(language, { numeric: true });
    var rows = Array.from(body.rows);
    rows.sort(function (a, b) {
      return (descending ? -1 : 1) * order.compare(value(a, column), value(b, column));
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  var buttons = [];
  function sortable(table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = messages.sort + ": " + head.textContent;
      head.replaceChildren(button);
      buttons.push({ head: head, button: button });
      button.addEventListener("click", function () {
        var descending = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        sort(table, column, descending);
      });
    });
  }

  function searchable(table) {
    var figure = table.closest("figure");
    var rows = Array.from(table.tBodies[0].rows);
    var texts = null;
    var box = document.createElement("p");
    var label = document.createElement("label");
    var input = document.createElement("input");
    var status = document.createElement("span");
    box.className = "search";
    label.textContent = messages.search;
    input.type = "search";
    input.setAttribute("aria-describedby", figure.querySelector("figcaption").id);
    status.setAttribute("role", "status");
    label.appendChild(input);
    box.append(label, status);
    figure.insertBefore(box, figure.querySelector(".scroll"));
    input.addEventListener("input", function () {
      // read only when somebody searches: a page of ten thousand studies opens at once
      texts = texts || rows.map(function (row) { return row.textContent.toLocaleLowerCase(language); });
      var words = input.value.toLocaleLowerCase(language).split(/\s+/);
      var shown = 0;
      rows.forEach(function (row, place) {
        row.hidden = !words.every(function (word) { return texts[place].includes(word); });
        if (!row.hidden) shown += 1;
      });
      status.textContent = messages.found.replace("{n}", shown).replace("{m}", rows.length);
    });
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    sortable(table);
    if (table.tBodies[0].rows.length > 10) searchable(table);
  });

  // a link into a fold opens it, and what lies open is printed
  function unfold() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.closest("details:not([open])");
    if (folded) { folded.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", function () {
    // a tagged PDF takes a figure for one picture; as groups, tables and captions stay what they are
    document.querySelectorAll("figure").forEach(function (one) { one.setAttribute("role", "group"); });
    // and buttons for fields of a form, which paper has no use for
    buttons.forEach(function (one) { one.head.replaceChildren(one.button.textContent); });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("figure[role=group]").forEach(function (one) { one.removeAttribute("role"); });
    buttons.forEach(function (one) { one.head.replaceChildren(one.button); });
  });
  unfold();
})();
