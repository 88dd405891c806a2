/* The desk: what script adds to the list and the need beside it. Every link and form works without it. */
(function () {
  "use strict";
  var doc = document;
  function pane() { return doc.getElementById("need"); }
  function isBeside() { var box = doc.querySelector(".desk-need"); return !!box && box.offsetParent !== null; }
  function mark(path) {
    Array.prototype.forEach.call(doc.querySelectorAll(".queue a[href]"), function (row) {
      if (row.pathname === path) { row.setAttribute("aria-current", "true"); } else { row.removeAttribute("aria-current"); }
    });
  }
  function shown() { var box = pane(); return box ? box.getAttribute("data-path") : ""; }

  /* Where nothing stands beside the list (narrow screens), a row opens the page of its need: htmx never hears of it. */
  doc.addEventListener("click", function (event) {
    var row = event.target.closest && event.target.closest(".queue a[data-hx-get]");
    if (row && !isBeside()) { event.stopImmediatePropagation(); }
  }, true);

  doc.addEventListener("htmx:afterSettle", function (event) {
    var wrong, first, title, box = event.detail.target, asked = event.detail.requestConfig;
    if (shown()) { mark(shown()); }
    if (box && box.id === "step") {
      wrong = box.querySelector("[data-focus]");
      first = wrong || box.querySelector("input:not([type=hidden]), textarea, select, button");
      if (first) { first.focus(); }
    } else if (asked && asked.verb === "post" && doc.activeElement === doc.body && pane()) {
      title = pane().querySelector("h1, h2");   /* the pressed button is gone: readers go on at the need's title */
      title.setAttribute("tabindex", "-1");
      title.focus();
    }
  });

  /* A refusal (409, 403, 404, 429) is a page of its own with what was typed: it takes the place of this one. */
  doc.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status < 400) { return; }
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.target = doc.getElementById("main");
    event.detail.swapOverride = "outerHTML";
    event.detail.selectOverride = "#main";
  });

  doc.addEventListener("click", function (event) {
    var close = event.target.closest && event.target.closest("[data-fold]");
    if (!close || !close.closest("#step")) { return; }
    event.preventDefault();
    close.closest("#step").textContent = "";
  });

  /* Ticking rows: the key x ticks the row in hand; the bar below counts. */
  function count() {
    var said = doc.querySelector("[data-ticked]"), n = doc.querySelectorAll("[data-tick]:checked").length;
    if (said) { said.textContent = n ? said.getAttribute("data-ticked") + " " + n : ""; }
  }
  doc.addEventListener("change", function (event) { if (event.target.matches("[data-tick]")) { count(); } });
  doc.addEventListener("htmx:afterSettle", count);
  doc.addEventListener("keydown", function (event) {
    var row, box, at = event.target;
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (at.closest("input:not([data-tick]), textarea, select, dialog, [contenteditable]") || doc.querySelector("dialog[open]")) { return; }
    try { if (localStorage.getItem("parkdesk-keys") === "off") { return; } } catch (e) { /* no store: keys are on */ }
    row = doc.activeElement && doc.activeElement.closest(".queue li");
    row = row || (doc.querySelector(".queue a[aria-current]") || doc.querySelector(".queue a") || doc.body).closest("li");
    box = row && row.querySelector("[data-tick]");
    if (box) { event.preventDefault(); box.checked = !box.checked; count(); }
  });
}());
