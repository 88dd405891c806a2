// The preview of an answer follows what is typed; choosing a template fills it in at once.
// Without this file the press "Fill it in and look" does the same.
for (const preview of document.querySelectorAll("[data-preview]")) {
  const area = document.querySelector(`[name="${preview.dataset.preview}"]`);
  const words = preview.querySelector(".said");
  area?.addEventListener("input", () => {
    preview.hidden = !area.value.trim();
    words.replaceChildren(...area.value.split("\n").flatMap((line) => [line, document.createElement("br")]));
  });
}
for (const choice of document.querySelectorAll("[data-reply] select")) {
  const press = choice.closest("[data-reply]").querySelector("button");
  choice.addEventListener("change", () => choice.value && choice.form.requestSubmit(press));
}
