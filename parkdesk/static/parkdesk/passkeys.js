/* Passkeys (WebAuthn): a form with data-passkey="create" or "get" asks the device, fills its field, and is sent.
   What to ask stands in the element named by data-from, or is fetched from data-ask. Nothing inline, no library. */
(function () {
  "use strict";
  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/")), found = new Uint8Array(plain.length);
    for (var i = 0; i < plain.length; i += 1) { found[i] = plain.charCodeAt(i); }
    return found.buffer;
  }
  function text(buffer) {
    if (!buffer) { return undefined; }
    var plain = Array.prototype.map.call(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function known(list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: bytes(one.id) }); });
  }
  var ways = {
    create: function (asked) {
      var key = asked.creation_options.publicKey;
      key.challenge = bytes(key.challenge);
      key.user.id = bytes(key.user.id);
      key.excludeCredentials = known(key.excludeCredentials);
      key.authenticatorSelection = Object.assign({}, key.authenticatorSelection,
        { residentKey: "required", requireResidentKey: true, userVerification: "required" });
      return navigator.credentials.create({ publicKey: key });
    },
    get: function (asked) {
      var key = asked.request_options.publicKey;
      key.challenge = bytes(key.challenge);
      key.allowCredentials = known(key.allowCredentials);
      return navigator.credentials.get({ publicKey: key });
    }
  };
  function said(credential) {
    var answer = credential.response, transports = answer.getTransports ? answer.getTransports() : [];
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: text(answer.clientDataJSON), attestationObject: text(answer.attestationObject),
        authenticatorData: text(answer.authenticatorData), signature: text(answer.signature),
        userHandle: text(answer.userHandle), transports: answer.attestationObject ? transports : undefined
      }
    });
  }
  function ask(form) {
    var from = document.getElementById(form.getAttribute("data-from"));
    if (from) { return Promise.resolve(JSON.parse(from.textContent)); }
    return fetch(form.getAttribute("data-ask"), { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) { return answer.json(); });
  }
  function prepare(form) {
    var button = form.querySelector("[data-press]"), failed = form.querySelector("[data-failed]");
    button.hidden = false;
    form.querySelector("[data-none]").hidden = true;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      button.disabled = failed.hidden = true;
      ask(form).then(ways[form.getAttribute("data-passkey")]).then(function (credential) {
        form.querySelector("[data-credential]").value = said(credential);
        form.submit();
      }).catch(function () { button.disabled = failed.hidden = false; });
    });
  }
  if (window.PublicKeyCredential && navigator.credentials && window.fetch) {
    Array.prototype.forEach.call(document.querySelectorAll("form[data-passkey]"), prepare);
  }
}());
