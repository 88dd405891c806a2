/* The drawer of this phone: what one person wrote and could not send yet, in IndexedDB; shared by visits and rounds.
   `parkdeskDrawer(name, store, owner)` answers with put, drop, mine (promises) and alone. Nothing depends on it. */
(function () {
  "use strict";
  if (!window.indexedDB) { return; }
  /* No telephone number is ever kept, wherever it stands within the words. */
  var MOBILE = /(^|[^0-9０-９])((?:(?:00)?86[\s-]*)?[1１][3-9３-９])(?:[\s\-－–—.]*[0-9０-９]){9}(?![0-9０-９])/g;
  var LANDLINE = /(^|[^0-9０-９])([0０][0-9０-９]{2,3})[\s\-－–—]*[0-9０-９]{7,8}(?![0-9０-９])/g;
  window.parkdeskDrawer = function (name, store, owner) {
    var opened;
    function drawer() {
      opened = opened || new Promise(function (resolve, reject) {
        var ask = indexedDB.open(name, 1);
        ask.onupgradeneeded = function () { ask.result.createObjectStore(store, { keyPath: "uid" }); };
        ask.onsuccess = function () { resolve(ask.result); };
        ask.onerror = ask.onblocked = function () { reject(ask.error); };
      });
      return opened;
    }
    function work(mode, act) {
      return drawer().then(function (db) {
        return new Promise(function (resolve, reject) {
          var deed = db.transaction(store, mode), ask = act(deed.objectStore(store));
          deed.oncomplete = function () { resolve(ask.result); };
          deed.onerror = deed.onabort = function () { reject(deed.error); };
        });
      });
    }
    return {
      put: function (record) { return work("readwrite", function (shelf) { return shelf.put(record); }); },
      drop: function (uid) { return work("readwrite", function (shelf) { return shelf.delete(uid); }); },
      mine: function () {
        return work("readonly", function (shelf) { return shelf.getAll(); }).then(function (found) {
          return found.filter(function (one) { return one.owner === owner; }).sort(function (a, b) { return b.at - a.at; });
        });
      },
      /* One page at a time sends; the next one looks when it is done, so that it shows what is left. */
      alone: function (act) { return navigator.locks ? navigator.locks.request(name, act) : act(); }
    };
  };
  window.parkdeskDrawer.masked = function (text) { return text.replace(MOBILE, "$1$2*********").replace(LANDLINE, "$1$2-********"); };
}());
