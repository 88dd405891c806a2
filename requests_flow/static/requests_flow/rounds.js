/* Rounds: a tick made without network is kept on this phone, survives a reload, and is sent once later. Nothing depends
   on it: without script, IndexedDB or a service worker the forms are ordinary forms. The server keeps one tick a point. */
(function () {
  "use strict";
  var doc = document, box = doc.querySelector("[data-walk]");
  if (!box || !window.parkdeskDrawer || !window.fetch || !window.FormData) { return; }
  var owner = box.getAttribute("data-walk"), home = box.getAttribute("data-home"), isUnderWay = box.hasAttribute("data-under-way");
  var drawer = window.parkdeskDrawer("parkdesk-rounds", "ticks", owner), says = box.querySelector("[data-walk-says]");
  var isHere = location.pathname === home, isBusy = false;
  function all(selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); }
  function word(name) { return box.getAttribute("data-" + name) || ""; }
  function say(text) { says.hidden = !text; says.lastElementChild.textContent = text; }
  function plain(path) { return path.replace(/^\/[a-z]{2}\//, "/"); }

  /* --- what is kept, shown at its point ---------------------------------------------------------------- */
  function mark(one) {
    var line = doc.getElementById("point-" + one.point), note = doc.createElement("p"), remove;
    if (!line) { return; }
    all("[data-walk-kept]", line).forEach(function (old) { old.remove(); });
    all("form", line).forEach(function (form) { form.hidden = true; });
    note.className = "s row"; note.setAttribute("data-walk-kept", "");
    note.textContent = one.why || word("kept");
    if (one.state === "refused") {
      remove = doc.createElement("button");
      remove.type = "button"; remove.className = "btn btn-quiet btn-s"; remove.textContent = word("drop");
      remove.addEventListener("click", function () { drawer.drop(one.uid).then(function () { location.reload(); }); });
      note.appendChild(remove);
    }
    line.appendChild(note);
  }
  function ofHere() {
    return drawer.mine().then(function (found) { return found.filter(function (one) { return plain(one.walk) === plain(home); }); });
  }
  function show() {
    return ofHere().then(function (found) {
      found.forEach(mark);
      if (found.some(function (one) { return one.state === "waiting" && (isHere || plain(one.path) === plain(location.pathname)); })) { say(word("waits")); }
      return found;
    });
  }

  /* --- sending ------------------------------------------------------------------------------------------ */
  function token(walk) {
    return fetch(walk, { credentials: "same-origin", cache: "no-store" }).then(function (answer) {
      if (answer.redirected || !answer.ok) { throw new Error(answer.redirected ? "signed out" : "not now"); }
      return answer.text();
    }).then(function (text) {
      var field = new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrfmiddlewaretoken]");
      return field ? field.value : "";
    });
  }
  /* Answers with {isStored} or, when it was refused, with {why}; is rejected when there is no network. */
  function post(path, body, walk) {
    return fetch(path, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      if (answer.ok && plain(new URL(answer.url).pathname) === plain(walk)) { return { isStored: true }; }
      if (answer.redirected) { throw new Error("signed out"); }
      if (answer.status >= 500 || answer.status === 429) { throw new Error("not now"); }
      return answer.text().then(function (text) {
        var wrong = new DOMParser().parseFromString(text, "text/html").querySelector(".errors li, main .lede, main h1");
        return { why: wrong ? wrong.textContent.trim() : word("refused") };
      });
    });
  }
  function deliver(one) {
    return token(one.walk).then(function (secret) {
      var body = new FormData();
      body.append("csrfmiddlewaretoken", secret);
      one.pairs.forEach(function (pair) { body.append(pair[0], pair[1]); });
      one.files.forEach(function (file) { body.append("photo", file, file.name); });
      return post(one.path, body, one.walk);
    }).then(function (done) {
      if (done.isStored) { return drawer.drop(one.uid).then(function () { return 1; }); }
      one.state = "refused"; one.why = done.why;
      return drawer.put(one).then(function () { return 0; });
    });
  }
  function flush() {
    if (navigator.onLine === false) { return Promise.resolve(); }
    return drawer.alone(function () {
      return drawer.mine().then(function (found) {
        return found.filter(function (one) { return one.state === "waiting"; }).reduce(function (before, one) {
          return before.then(function (count) { return deliver(one).then(function (more) { return count + more; }); });
        }, Promise.resolve(0));
      });
    }).then(function (count) {
      if (!isHere) { return count ? say(word("sent")) : null; }
      /* Whichever page sent it: what is stored is no longer marked as kept. */
      return ofHere().then(function (left) { if (left.length < all("[data-walk-kept]").length) { location.reload(); } });
    }, function (error) { if (error && error.message === "signed out") { say(word("sign-in")); } });
  }

  /* --- a press -------------------------------------------------------------------------------------------- */
  function record(form, body) {
    var path = new URL(form.action).pathname, kept = { uid: owner + " " + plain(path), owner: owner, state: "waiting", at: Date.now(), path: path, walk: home, point: path.match(/(\d+)\/$/)[1], pairs: [], files: [] };
    body.forEach(function (value, name) {
      if (name === "csrfmiddlewaretoken") { return; }
      if (value instanceof File) { if (value.size) { kept.files.push(value); } return; }
      kept.pairs.push([name, window.parkdeskDrawer.masked(value)]);
    });
    return kept;
  }
  function rest(form, busy) { isBusy = busy; all("button", form).forEach(function (one) { one.disabled = busy; }); }
  function submitAsEver(form, outcome) {
    var field = doc.createElement("input");
    if (outcome) { field.type = "hidden"; field.name = "outcome"; field.value = outcome; form.appendChild(field); }
    form.submit();   /* the page says what is to be mended */
  }
  function tick(event) {
    var form = event.target, press = form.querySelector("button[name=outcome]"), body, kept;
    if (event.defaultPrevented || !form.hasAttribute("data-tick")) { return; }
    event.preventDefault();
    if (isBusy) { return; }
    body = new FormData(form);
    if (press && !body.has("outcome")) { body.append("outcome", press.value); }
    kept = record(form, body);
    rest(form, true);
    drawer.put(kept).then(function () {
      return post(kept.path, body, home).then(function (done) {
        return drawer.drop(kept.uid).then(function () {
          if (done.isStored) { location.assign(home); } else { submitAsEver(form, press ? press.value : ""); }
        });
      }, function (error) {
        rest(form, false); form.reset(); mark(kept);
        say(error && error.message === "signed out" ? word("sign-in") : word("waits"));
        says.scrollIntoView({ block: "center" });
      });
    }, function () { submitAsEver(form, press ? press.value : ""); });
  }
  function finish(event) {
    if (!event.target.hasAttribute("data-finish") || event.target.hasAttribute("data-sure")) { return; }
    event.preventDefault();
    ofHere().catch(function () { return []; }).then(function (found) {
      if (found.some(function (one) { return one.state === "waiting"; })) { say(word("finish-later")); says.scrollIntoView({ block: "center" }); return flush(); }
      event.target.setAttribute("data-sure", "");
      return event.target.submit();
    });
  }

  /* --- the pages of this round, for when there is no network ------------------------------------------ */
  function shelve() {
    if (!window.caches || !isHere) { return; }
    caches.open("parkdesk-visits").then(function (shelf) {
      if (isUnderWay) {
        return all("a[href*='/walks/'][href*='/points/']").reduce(function (before, link) {
          return before.then(function () { return shelf.match(link.pathname); }).then(function (kept) { return kept || shelf.add(link.pathname); });
        }, shelf.match(home).then(function (kept) { return kept || shelf.add(home); }));
      }
      return shelf.keys().then(function (kept) {
        kept.forEach(function (one) { if (one.url.indexOf("/patrols/walks/") > 0) { shelf.delete(one); } });
      });
    }).catch(function () { /* no room, or no network: without it */ });
  }

  doc.addEventListener("submit", tick);
  doc.addEventListener("submit", finish);
  window.addEventListener("online", flush);
  show().then(flush).catch(function () { /* no drawer on this phone: ordinary forms */ }).then(function () { box.setAttribute("data-is-ready", ""); });
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(box.getAttribute("data-worker")).catch(function () { /* as before */ });
    /* Only when it stands: putting it up empties the shelf. */
    navigator.serviceWorker.ready.then(shelve);
  }
}());
