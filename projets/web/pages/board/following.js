// An eye on the cards that I follow: mine alone, hence a list of ids in the page and not in the cards.

import { soon } from "projets/lib/soon.js";
import { t } from "projets/lib/words.js";
import { boardData } from "projets/pages/board/data.js";

let followed = new Set(boardData().followed ?? []);

function show() {
  for (const card of document.querySelectorAll(".list__cards > [data-position]")) {
    const on = followed.has(card.dataset.element.slice(5));
    const foot = card.querySelector(".card__number");
    const sign = card.querySelector(".card__followed");
    if (!on) sign?.remove();
    else if (!sign && foot) foot.after(eye());
  }
}

function eye() {
  const made = document.createElement("span");
  made.className = "meta card__followed";
  made.innerHTML = document.getElementById("icon").innerHTML.replace("#i-more", "#i-eye");
  const said = document.createElement("span");
  said.className = "sr-only";
  said.textContent = t("You follow this card");
  made.append(said);
  return made;
}

const later = soon(show);
document.addEventListener("patched", later);
document.addEventListener("list:filled", later);
document.addEventListener("fragment:shown", ({ target }) => {
  if (target.querySelector?.("#board-data")) followed = new Set(boardData().followed ?? []);
  show();
});
show();
