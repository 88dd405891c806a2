/* parkdesk: what script adds. Every page works without it. Plain ES2019, no library, nothing inline. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  function all(selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); }
  function on(type, selector, act) {
    doc.addEventListener(type, function (event) {
      var hit = event.target.closest ? event.target.closest(selector) : null;
      if (hit) { act(hit, event); }
    });
  }
  /* Storage may be full, forbidden or absent: then there is no memory, and no harm. */
  var store = {
    get: function (key) { try { return localStorage.getItem("parkdesk-" + key); } catch (e) { return null; } },
    put: function (key, value) { try { localStorage.setItem("parkdesk-" + key, value); return true; } catch (e) { return false; } },
    drop: function (key) { try { localStorage.removeItem("parkdesk-" + key); } catch (e) { /* as above */ } },
    keys: function () { try { return Object.keys(localStorage); } catch (e) { return []; } }
  };
  root.setAttribute("data-script", "");

  /* --- reading choices: at once here, and kept by the server's cookie -------------------------- */
  on("click", "[data-switch] button", function (button, event) {
    var form = button.form, body = new URLSearchParams();
    if (!window.fetch) { return; }
    event.preventDefault();
    if (/^(large|dark|light)$/.test(button.value)) { root.setAttribute("data-" + button.name, button.value); }
    else { root.removeAttribute("data-" + button.name); }
    body.append(button.name, button.value);
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin", redirect: "manual", keepalive: true });
    var other = all("button", form).filter(function (one) { return one !== button; })[0];
    if (other) { other.focus(); }
  });

  /* --- toasts ---------------------------------------------------------------------------------- */
  function toast(text) {
    var home = doc.querySelector("[data-toasts]");
    if (!home) { return; }
    var box = doc.createElement("div"), words = doc.createElement("span"), close = doc.createElement("button");
    box.className = "toast"; words.textContent = text;
    close.type = "button"; close.textContent = home.getAttribute("data-word"); close.setAttribute("data-dismiss", "");
    box.appendChild(words); box.appendChild(close); home.appendChild(box);
    setTimeout(function () { box.remove(); }, 8000);
  }
  on("click", "[data-dismiss]", function (link, event) {
    event.preventDefault();
    link.closest(".toast").remove();
  });

  /* --- dialogs; a link that opens one keeps its address for those without script ---------------- */
  on("click", "[data-open]", function (opener, event) {
    var dialog = doc.getElementById(opener.getAttribute("data-open"));
    if (!dialog || !dialog.showModal) { return; }
    event.preventDefault();
    dialog.showModal();
  });
  on("click", "[data-close]", function (button) {
    var dialog = button.closest("dialog");
    if (dialog) { dialog.close(); }
  });
  on("click", "dialog", function (dialog, event) { if (event.target === dialog) { dialog.close(); } });
  doc.addEventListener("click", function (event) {
    all("[data-menu][open]").forEach(function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
  });
  doc.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    all("[data-menu][open]").forEach(function (menu) { menu.open = false; menu.querySelector("summary").focus(); });
  });
  on("click", "[data-print]", function (button, event) { event.preventDefault(); window.print(); });

  /* --- copy ------------------------------------------------------------------------------------- */
  function copyOldWay(text) {
    var area = doc.createElement("textarea"), done;
    area.value = text; area.setAttribute("readonly", ""); area.className = "vh";
    doc.body.appendChild(area); area.select();
    try { done = doc.execCommand("copy"); } catch (e) { done = false; }
    area.remove();
    return done;
  }
  on("click", "[data-copy]", function (button, event) {
    var what = button.getAttribute("data-copy"), source = what.charAt(0) === "#" ? doc.querySelector(what) : null;
    var text = source ? (source.value || source.innerText) : what;
    function say() { toast(button.getAttribute("data-copied") || button.textContent); }
    event.preventDefault();
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(say, function () { if (copyOldWay(text)) { say(); } });
    } else if (copyOldWay(text)) { say(); }
    button.focus();
  });

  /* --- one press: the button rests while the answer is on its way -------------------------------- */
  function release(form) {
    delete form.pdSent;
    form.removeAttribute("aria-busy");
    all("button[data-resting]", form).forEach(function (one) { one.disabled = false; one.removeAttribute("data-resting"); });
  }
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("data-switch")) { return; }
    if (form.pdSent) { event.preventDefault(); return; }
    form.pdSent = true;
    form.setAttribute("aria-busy", "true");
    setTimeout(function () {   /* after the browser has read the form: a disabled button sends no value */
      all("button[type=submit]:not([disabled])", form).forEach(function (one) { one.disabled = true; one.setAttribute("data-resting", ""); });
    }, 0);
    setTimeout(release, 8000, form);
  });
  window.addEventListener("pageshow", function () { all("form[aria-busy]").forEach(release); });
  doc.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("form");
    if (form) { release(form); }
  });

  /* --- drafts: only fields marked data-keep, only on this device, for a week, without anybody's numbers -- */
  var WEEK = 7 * 24 * 3600 * 1000;
  var NUMBERS = /(^|\D)(\d(?:[ -]?\d){14,17}[ -]?[\dXx]|(?:\+?86[ -]?)?1[ -]?[3-9](?:[ -]?\d){9})(?!\d)/g;   /* identity, card, mobile */
  function draftKey(form, field) { return "draft:" + form.getAttribute("data-draft") + ":" + field.name; }
  function read(key) { try { return JSON.parse(store.get(key)) || {}; } catch (e) { return {}; } }
  function draft(form) {
    var note = form.querySelector("[data-draft-note]"), back = form.querySelector("[data-draft-back]"), timers = {};
    var fields = all("[data-keep]", form), restored = [];
    function keep(field) {
      var key = draftKey(form, field), text = field.value.replace(NUMBERS, function (whole, before) { return before + "…"; });
      if (!text) { store.drop(key); return; }
      if (store.put(key, JSON.stringify({ text: text, at: Date.now() })) && note) { note.hidden = false; }
    }
    function restore(field) {
      var key = draftKey(form, field), old = read(key);
      if (old.at && Date.now() - old.at > WEEK) { store.drop(key); return; }
      if (!old.text || field.value) { return; }
      field.value = old.text;
      restored.push(field);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      if (field.closest("details")) { field.closest("details").open = true; }
    }
    fields.forEach(function (field) {
      restore(field);
      field.addEventListener("input", function () { clearTimeout(timers[field.name]); timers[field.name] = setTimeout(keep, 300, field); });
    });
    window.addEventListener("pagehide", function () {   /* killed within those 300 ms: keep what stands there now */
      fields.forEach(function (field) { if (timers[field.name]) { keep(field); } });
    });
    if (!restored.length || !back) { return; }
    back.hidden = false;
    back.querySelector("[data-draft-afresh]").addEventListener("click", function () {
      restored.forEach(function (field) { clearTimeout(timers[field.name]); timers[field.name] = 0; field.value = ""; store.drop(draftKey(form, field)); });
      back.hidden = true;
      restored[0].focus();
    });
  }
  all("form[data-draft]").forEach(draft);
  all("[data-draft-done]").forEach(function (mark) {
    var start = "draft:" + mark.getAttribute("data-draft-done") + ":";
    store.keys().forEach(function (key) { if (key.indexOf("parkdesk-" + start) === 0) { store.drop(key.slice(9)); } });
  });

  /* --- photos: shown, removable, made small on the device (which also drops where they were taken) - */
  var SIDE = 1600, HEAVY = 500 * 1024, STEPS = [[1, 0.82], [1, 0.7], [1, 0.55], [0.75, 0.6], [0.5, 0.6]];   /* part of the side, quality */
  function drawn(image, part) {
    var ratio = part * Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    var canvas = doc.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * ratio));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * ratio));
    if (!pen || !canvas.toBlob) { return null; }
    pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
  /* Lighter step by step until it weighs at most HEAVY; `done` gets a blob, or null where nothing can be drawn. */
  function lighten(image, step, done) {
    var canvas = drawn(image, STEPS[step][0]);
    if (!canvas) { done(null); return; }
    canvas.toBlob(function (blob) {
      if (blob && blob.size > HEAVY && step + 1 < STEPS.length) { lighten(image, step + 1, done); } else { done(blob); }
    }, "image/jpeg", STEPS[step][1]);
  }
  function shrink(file) {
    return new Promise(function (resolve) {
      var url = URL.createObjectURL(file), image = new Image();
      function keep() { URL.revokeObjectURL(url); resolve(file); }
      image.onerror = keep;
      image.onload = function () {
        lighten(image, 0, function (blob) {
          if (!blob) { keep(); return; }
          URL.revokeObjectURL(url);
          resolve(new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" }));
        });
      };
      image.src = url;
    });
  }
  function canSetFiles() { try { return !!new DataTransfer().items; } catch (e) { return false; } }

  function picker(box) {
    var input = box.querySelector("input[type=file]"), list = box.querySelector(".picker"), says = box.querySelector("[data-picker-says]");
    var max = Number(box.getAttribute("data-max")), chosen = [], working = 0, waiting = null;
    function kept() { return all("[data-kept] input:checked", box).length; }
    function hand() {
      var bag = new DataTransfer();
      chosen.forEach(function (one) { bag.items.add(one.file); });
      input.files = bag.files;
      var count = chosen.length + kept();
      list.querySelector(".add-photo").hidden = count >= max;
      says.textContent = count >= max ? box.getAttribute("data-full") : count ? count + " / " + max : "";
    }
    function sheet(file) {
      var box = doc.createElement("span"), name = doc.createElement("span");
      box.className = "paper-tile"; name.textContent = file.name; box.appendChild(name);
      return box;
    }
    function photo(file) {
      var image = doc.createElement("img");
      image.width = image.height = 104; image.alt = file.name; image.src = URL.createObjectURL(file);
      image.onload = function () { URL.revokeObjectURL(image.src); };
      return image;
    }
    function tile(one) {
      var item = doc.createElement("li"), button = doc.createElement("button");
      button.type = "button"; button.textContent = box.getAttribute("data-remove");
      button.setAttribute("aria-label", box.getAttribute("data-remove") + " " + one.file.name);
      button.addEventListener("click", function () {
        chosen = chosen.filter(function (other) { return other !== one; });
        item.remove(); hand(); input.focus();
      });
      item.appendChild(one.file.type === "application/pdf" ? sheet(one.file) : photo(one.file)); item.appendChild(button);
      list.insertBefore(item, list.querySelector(".add-photo"));
    }
    input.addEventListener("change", function () {
      var room = max - kept() - chosen.length;
      Array.prototype.slice.call(input.files, 0, Math.max(0, room)).forEach(function (file) {
        var one = { file: file };
        chosen.push(one); tile(one); working += 1;
        shrink(file).then(function (small) {
          one.file = small; working -= 1; hand();
          if (!working && waiting) { waiting.call(null); }
        });
      });
      hand();
    });
    all("[data-kept] input", box).forEach(function (one) { one.addEventListener("change", hand); });
    if (input.form) {
      input.form.addEventListener("submit", function (event) {   /* pressed while a photo is still being made small */
        var form = input.form, by = event.submitter;
        if (!working) { return; }
        event.preventDefault();
        waiting = function () { waiting = null; if (form.requestSubmit) { form.requestSubmit(by); } else { form.submit(); } };
      });
    }
    hand();
  }
  if (canSetFiles()) { all("[data-picker]").forEach(picker); }

  /* --- the desk's keyboard ------------------------------------------------------------------------ */
  function rows() { return all(".queue a[href]"); }
  function go(step) {
    var list = rows(), here = list.indexOf(doc.activeElement);
    if (here < 0) { here = list.findIndex(function (one) { return one.hasAttribute("aria-current"); }); }
    var next = list[Math.min(list.length - 1, Math.max(0, here + step))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  var ACTS = {
    j: function () { go(1); },
    k: function () { go(-1); },
    "/": function () { var box = doc.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } },
    "?": function () { var help = doc.querySelector("dialog[data-keys]"); if (help && help.showModal) { help.showModal(); } }
  };
  if (doc.querySelector("[data-keys]")) {
    doc.addEventListener("keydown", function (event) {
      var at = event.target, link;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || store.get("keys") === "off") { return; }
      if (at.closest("input, textarea, select, dialog, [contenteditable]") || doc.querySelector("dialog[open]")) { return; }
      link = /^[a-z]$/.test(event.key) ? doc.querySelector("[data-key='" + event.key + "']") : null;
      if (ACTS[event.key]) { event.preventDefault(); ACTS[event.key](); } else if (link) { event.preventDefault(); link.click(); }
    });
    all("[data-keys-on]").forEach(function (box) {
      box.checked = store.get("keys") !== "off";
      box.addEventListener("change", function () { if (box.checked) { store.drop("keys"); } else { store.put("keys", "off"); } });
    });
  }

  /* --- after a refused form, readers start at what is wrong ----------------------------------------- */
  var wrong = doc.querySelector("[data-focus]");
  if (wrong) { wrong.focus(); }
}());
