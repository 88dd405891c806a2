/* A notice counts as read once a person has touched its page; programs that fetch a link for its preview only look.
   Without script the button says the same. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-read]"), done = false;
  if (!form || !window.fetch || !window.FormData) { return; }
  function read() {
    if (done || document.visibilityState !== "visible") { return; }
    done = true;
    window.fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" })
      .catch(function () { done = false; });
  }
  ["pointerdown", "touchstart", "keydown", "wheel"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (!(event.target.closest && event.target.closest("form"))) { read(); }
    }, { passive: true });
  });
})();
