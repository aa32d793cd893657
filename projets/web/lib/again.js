// <form data-act data-refresh="members fields">: once done, what it changed is fetched again; what was typed counts as
// saved, so that nothing keeps the old content there.

import { refresh } from "projets/lib/fragment.js";

document.addEventListener("form:done", ({ target: form }) => {
  if (!form.dataset.refresh) return;
  for (const field of form.elements) settle(field);
  form.dataset.refresh.split(" ").forEach(refresh);
});

function settle(field) {
  if ("defaultValue" in field && field.type !== "hidden") field.defaultValue = field.value;
  if ("defaultChecked" in field) field.defaultChecked = field.checked;
  for (const option of field.options ?? []) option.defaultSelected = option.selected;
}
