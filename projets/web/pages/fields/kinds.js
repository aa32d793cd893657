// A field's form shows what its kind has: numbers a unit, choices their options. Without script all are there.

function show(form) {
  const kind = form.elements.kind.value;
  for (const one of form.querySelectorAll("[data-of-kind]")) one.hidden = !one.dataset.ofKind.split(" ").includes(kind);
}

const all = () => {
  for (const form of document.querySelectorAll("form[data-field-form]")) show(form);
};

document.addEventListener("change", ({ target }) => target.name === "kind" && show(target.form));
document.addEventListener("fragment:shown", all);
all();
