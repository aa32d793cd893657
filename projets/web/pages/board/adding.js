// A title that was sent leaves room for the next one at once; refused, it comes back unless one types already.

const sent = new WeakMap(); // form → the title on its way

document.addEventListener("form:send", ({ target: form }) => {
  const draft = form.querySelector(".list__draft");
  if (!draft) return;
  sent.set(form, draft.value);
  draft.value = "";
});

document.addEventListener("form:refused", ({ target: form }) => {
  const draft = form.querySelector(".list__draft");
  if (draft && !draft.value) draft.value = sent.get(form) ?? "";
});
