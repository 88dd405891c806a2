/* Visits: what is typed stays on this phone until it is stored; without network it waits and is sent once later.
   Nothing depends on it: without script, without IndexedDB or with it full the form is an ordinary form. The server's
   own key of the form (uid) is what keeps a visit single, however often it is sent. */
(function () {
  "use strict";
  var doc = document, box = doc.querySelector("[data-visits]");
  if (!box || !window.parkdeskDrawer || !window.fetch || !window.FormData) { return; }
  var owner = box.getAttribute("data-visits"), address = box.getAttribute("data-new");
  var form = doc.querySelector("form[data-visit]"), says = box.querySelector("[data-visit-says]");
  function all(selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); }
  function word(name, at) { return (box.getAttribute("data-" + name) || "").replace("%(time)s", at ? clock(at) : ""); }
  function clock(at) { return new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }); }

  /* --- the drawer: one record a visit, of this person alone --------------------------------------- */
  var drawer = window.parkdeskDrawer("parkdesk-visits", "visits", owner), masked = window.parkdeskDrawer.masked;
  var put = drawer.put, drop = drawer.drop, mine = drawer.mine, alone = drawer.alone;

  /* --- no telephone number is ever kept: neither its field, nor one within the words --------------- */
  function hasFiles(value) { return value instanceof File; }
  function record(state) {
    var kept = { uid: form.elements.key.value, owner: owner, state: state, at: Date.now(), pairs: [], files: [], lost: false };
    var firm = form.elements.enterprise, chosen = firm.options[firm.selectedIndex];
    kept.firm = chosen && chosen.value ? chosen.text : "";
    new FormData(form).forEach(function (value, name) {
      var field = form.elements[name];
      if (name === "csrfmiddlewaretoken") { return; }
      if (hasFiles(value)) { if (value.size) { kept.files.push(value); } return; }
      if (field && field.hasAttribute && field.hasAttribute("data-never-kept")) { kept.lost = kept.lost || !!value; return; }
      var safe = masked(value);
      kept.lost = kept.lost || safe !== value;
      kept.pairs.push([name, safe]);
    });
    return kept;
  }

  /* --- what the page says ---------------------------------------------------------------------------- */
  function say(text, kind) {
    says.hidden = !text;
    says.setAttribute("data-kind", kind || "warn");
    says.lastElementChild.textContent = text;
  }
  function button(text, act, label) {
    var made = doc.createElement("button");
    made.type = "button"; made.className = "btn btn-quiet btn-s"; made.textContent = text;
    if (label) { made.setAttribute("aria-label", text + " " + label); }
    made.addEventListener("click", act);
    return made;
  }
  function row(one) {
    var line = doc.createElement("li"), words = doc.createElement("span"), firm = doc.createElement("b"), more = doc.createElement("small");
    var acts = doc.createElement("span"), name = one.firm || word("no-firm");
    firm.textContent = name; more.className = "soft";
    more.textContent = (one.state === "waiting" ? word("waiting") : one.state === "refused" ? one.why || word("refused") : word("draft")) + " · " + clock(one.at);
    words.appendChild(firm); words.appendChild(doc.createElement("br")); words.appendChild(more);
    acts.className = "acts";
    acts.appendChild(button(word("go-on"), function () { if (form) { take(one); } else { location.href = address + "?draft=" + one.uid; } }, name));
    acts.appendChild(button(word("drop"), function () { drop(one.uid).then(list); }, name));
    line.className = "row row-apart"; line.appendChild(words); line.appendChild(acts);
    return line;
  }
  function list() {
    return mine().then(function (found) {
      var card = box.querySelector("[data-visit-list]"), rows = card.querySelector("ul"), here = form ? form.elements.key.value : "";
      var shown = found.filter(function (one) { return one.uid !== here; });
      while (rows.firstChild) { rows.removeChild(rows.firstChild); }
      shown.forEach(function (one) { rows.appendChild(row(one)); });
      card.hidden = !shown.length;
      return found;
    });
  }

  /* --- sending: once, by whoever holds the lock ------------------------------------------------------- */
  function token() {
    return fetch(address, { credentials: "same-origin", cache: "no-store" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var field = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-visit] [name=csrfmiddlewaretoken]");
      if (!field) { say(word("sign-in")); throw new Error("signed out"); }
      return field.value;
    });
  }
  /* Answers with {url} when it is stored, {why} when it was refused; is rejected when there is no network. */
  function post(body) {
    return fetch(address, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      if (answer.ok && /\/visits\/made\/\d+\/$/.test(new URL(answer.url).pathname)) { return { url: answer.url }; }
      if (answer.redirected) { throw new Error("signed out"); }
      if (answer.status >= 500 || answer.status === 429) { throw new Error("not now"); }
      return answer.text().then(function (text) {
        var wrong = new DOMParser().parseFromString(text, "text/html").querySelector(".errors li, main h1");
        return { why: wrong ? wrong.textContent.trim() : "", status: answer.status };
      });
    });
  }
  function deliver(one) {
    return token().then(function (secret) {
      var body = new FormData();
      body.append("csrfmiddlewaretoken", secret);
      one.pairs.forEach(function (pair) { body.append(pair[0], pair[1]); });
      one.files.forEach(function (file) { body.append("photo", file, file.name); });
      return post(body);
    }).then(function (done) {
      if (done.url) { say(word("sent"), "done"); return drop(one.uid); }
      one.state = "refused"; one.why = done.why;
      return put(one);
    });
  }
  function flush() {
    if (navigator.onLine === false) { return Promise.resolve(); }
    return alone(function () {
      return mine().then(function (found) {
        return found.filter(function (one) { return one.state === "waiting"; }).reduce(function (before, one) {
          return before.then(function () { return deliver(one); });
        }, Promise.resolve());
      });
    }).catch(function () { /* still no network, or signed out: it waits */ }).then(list);
  }

  /* --- the form ---------------------------------------------------------------------------------------- */
  var timer, isBusy = false, isTouched = false;
  function fields(name) { var found = form.elements[name]; return !found ? [] : found.tagName || !found.length ? [found] : Array.prototype.slice.call(found); }
  function reveal(field) { var fold = field.closest("details"); if (fold && field.value !== field.defaultValue || fold && field.checked) { fold.open = true; } }
  function fill(one) {
    var said = {};
    one.pairs.forEach(function (pair) { (said[pair[0]] = said[pair[0]] || []).push(pair[1]); });
    all("input, select, textarea", form).forEach(function (field) {
      var values = said[field.name] || [];
      if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") { return; }
      if (field.type === "radio" || field.type === "checkbox") { field.checked = values.indexOf(field.value) >= 0; }
      else if (values.length) { field.value = values[0]; }
      if (values.length) { reveal(field); }
    });
    pictures(one.files);
  }
  function pictures(files) {
    var input = fields("photo")[0], bag;
    all(".picker li:not([data-kept]) button", form).forEach(function (remove) { remove.click(); });
    if (!input || !files.length) { return; }
    try { bag = new DataTransfer(); files.forEach(function (file) { bag.items.add(file); }); input.files = bag.files; } catch (e) { return; }
    input.dispatchEvent(new Event("change", { bubbles: false }));
  }
  function take(one) {
    fill(one); isTouched = true;
    say(word("again", one.at) + (one.lost ? " " + word("no-number") : ""), "info");
    says.lastElementChild.appendChild(doc.createTextNode(" "));
    says.lastElementChild.appendChild(button(word("fresh"), fresh));
    list();
  }
  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64; bytes[8] = bytes[8] & 63 | 128;
    return Array.prototype.map.call(bytes, function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
  }
  function fresh() {
    form.reset(); pictures([]);
    form.elements.key.value = newKey(); isTouched = false;
    say(""); list(); scrollTo(0, 0);
  }
  function save() {
    clearTimeout(timer);
    if (!isTouched || isBusy) { return Promise.resolve(); }
    return put(record("draft")).then(function () { form.querySelector("[data-visit-kept]").hidden = false; }, function () { /* full or forbidden: an ordinary form */ });
  }
  function rest(busy) {
    isBusy = busy;
    if (busy) { form.setAttribute("aria-busy", "true"); } else { form.removeAttribute("aria-busy"); }
    form.querySelector("[type=submit]").disabled = busy;
  }
  function waits(kept, error) {
    rest(false); fresh();
    say((error && error.message === "signed out" ? word("sign-in") : word("waits", kept.at)) + (kept.lost ? " " + word("no-number") : ""));
  }
  function send(event) {
    if (event.defaultPrevented) { return; }
    event.preventDefault();
    if (isBusy) { return; }
    clearTimeout(timer);
    var body = new FormData(form), kept = record("waiting");
    rest(true);
    put(kept).then(function () {
      return post(body).then(function (done) {
        if (done.url) { return drop(kept.uid).then(function () { location.assign(done.url); }); }
        return put(record("draft")).then(function () { form.submit(); });   /* the page says what is to be mended */
      }, function (error) { waits(kept, error); });
    }, function () { form.submit(); });
  }
  function start(found) {
    var asked = new URLSearchParams(location.search), one;
    if (form.hasAttribute("data-is-sent")) { return; }
    one = found.filter(function (each) { return asked.get("draft") ? each.uid === asked.get("draft") : each.state === "draft"; })[0];
    if (one && (asked.get("draft") || !(asked.get("enterprise") || asked.get("place")))) { take(one); }
  }

  /* --- go ------------------------------------------------------------------------------------------------ */
  var done = doc.querySelector("[data-visit-done]"), number = done ? done.getAttribute("data-visit-done").replace(/-/g, "") : "";
  (number ? drop(number) : Promise.resolve()).then(list).then(function (found) {
    if (form) {
      var touched = function () { isTouched = true; clearTimeout(timer); timer = setTimeout(save, 300); };
      start(found);
      form.addEventListener("input", touched);
      form.addEventListener("change", touched);
      form.addEventListener("submit", send);
      window.addEventListener("pagehide", save);
      doc.addEventListener("visibilitychange", function () { if (doc.visibilityState === "hidden") { save(); } });
      form.setAttribute("data-is-ready", "");
    }
    window.addEventListener("online", flush);
    return flush();
  }).catch(function () { /* no drawer on this phone: an ordinary form */ });
  if ("serviceWorker" in navigator) { navigator.serviceWorker.register(box.getAttribute("data-worker")).catch(function () { /* as before */ }); }
}());
