// Projects: a star is put on at once; a new project's prefix follows its name until somebody types another one.

import "projets/layout/layout.js";
import "projets/lib/again.js";
import "projets/lib/forms.js";

const field = document.querySelector("[data-prefix-for]");
const name = field && document.getElementById(field.dataset.prefixFor);
let suggested = "";
let timer;

async function suggest() {
  const answer = await fetch(`/projets/prefixe/?nom=${encodeURIComponent(name.value)}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return; // left empty, the server makes one
  const { prefix } = await answer.json();
  if (field.value === suggested) field.value = suggested = prefix;
}

name?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(suggest, 250);
});
