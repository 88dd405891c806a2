/* A long list of parks and buildings: a box above it leaves only what fits. Without script the list is whole. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-find-place]"), function (box) {
    var list = box.querySelector("select"), find = document.createElement("input"), all, timer;
    if (!list) { return; }
    all = Array.prototype.map.call(list.querySelectorAll("option"), function (one) {
      return { option: one, group: one.parentNode === list ? null : one.parentNode, text: (one.textContent + " " + (one.getAttribute("data-also") || "")).toLowerCase() };
    });
    find.type = "search"; find.autocomplete = "off"; find.placeholder = box.getAttribute("data-find-place");
    find.setAttribute("aria-label", box.getAttribute("data-find-place")); find.setAttribute("aria-controls", list.id);
    find.className = "above";
    list.parentNode.insertBefore(find, list);
    function fits(one, words) { return !one.option.value || words.every(function (word) { return one.text.indexOf(word) >= 0; }); }
    function show() {
      var words = find.value.trim().toLowerCase().split(/\s+/), chosen = list.value, left = all.filter(function (one) { return fits(one, words); });
      while (list.firstChild) { list.removeChild(list.firstChild); }
      all.forEach(function (one) { if (one.group) { while (one.group.firstChild) { one.group.removeChild(one.group.firstChild); } } });
      left.forEach(function (one) {
        if (one.group && one.group.parentNode !== list) { list.appendChild(one.group); }
        (one.group || list).appendChild(one.option);
      });
      list.value = chosen;
      if (list.selectedIndex < 0) { list.selectedIndex = 0; }
      if (find.value && left.length === 2) { list.selectedIndex = 1; }   /* the blank line, and the only one that fits */
    }
    find.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(show, 150); });
    find.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); show(); list.focus(); } });
  });

  /* What came while typing: hidden for good on this page, or a name taken over into its field. */
  document.addEventListener("click", function (event) {
    var hush = event.target.closest("[data-hush]"), take = event.target.closest("[data-take]"), field;
    if (hush) {
      document.querySelector(hush.getAttribute("data-hush")).hidden = true;
      field = document.querySelector("textarea[name=text]");
      if (field) { field.focus(); }
    }
    if (take) {
      field = document.querySelector(take.getAttribute("data-take"));
      field.value = take.textContent;
      field.focus();
      take.closest("[aria-live]").textContent = "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}());
