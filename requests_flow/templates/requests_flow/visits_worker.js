{% load static %}/* The form of a visit opens without network, where the browser lets us: page and pieces as they were last seen.
   Kept are the form and the pages of the round under way (rounds.js takes them away when it is over), no list and no answer; what was typed lies elsewhere (visits.js), and nothing depends on this. */
"use strict";
var SHELF = "parkdesk-visits", FORM = "{{ form|escapejs }}", HOME = "{{ home|escapejs }}";
var ROUND = new RegExp("^" + HOME + "patrols/walks/\\d+/(points/\\d+/)?$");
var PIECES = ["{% static 'parkdesk/parkdesk.css' %}", "{% static 'parkdesk/parkdesk.js' %}", "{% static 'parkdesk/intake.js' %}", "{% static 'requests_flow/drawer.js' %}", "{% static 'requests_flow/visits.js' %}", "{% static 'requests_flow/rounds.js' %}", "{% static 'parkdesk/mark.svg' %}"];
function keep(key, answer) {
  if (answer.ok && !answer.redirected) { var copy = answer.clone(); caches.open(SHELF).then(function (shelf) { return shelf.put(key, copy); }); }
  return answer;
}
self.addEventListener("install", function (event) {
  self.skipWaiting();
  event.waitUntil(caches.delete(SHELF).then(function () { return caches.open(SHELF); }).then(function (shelf) {
    return Promise.all([shelf.addAll(PIECES), fetch(FORM, { credentials: "same-origin" }).then(function (answer) { return answer.ok && !answer.redirected ? shelf.put(FORM, answer) : null; })]);
  }));
});
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (event) {
  var path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET") { return; }
  if (event.request.mode === "navigate" && path === FORM) {
    event.respondWith(fetch(event.request).then(function (answer) { return keep(FORM, answer); }, function () { return caches.match(FORM); }));
  } else if (event.request.mode === "navigate" && ROUND.test(path)) {
    event.respondWith(fetch(event.request).then(function (answer) { return keep(path, answer); }, function () { return caches.match(path).then(function (kept) { return kept || Response.error(); }); }));
  } else if (event.request.mode === "navigate" && path === HOME) {
    event.respondWith(fetch(event.request).catch(function () { return caches.match(FORM); }));
  } else if (PIECES.indexOf(path) >= 0) {
    event.respondWith(caches.match(path).then(function (kept) { return kept || fetch(event.request); }));
  }
});
