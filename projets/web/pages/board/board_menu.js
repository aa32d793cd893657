// The board's « … » menu, on the board and on its list.

import { act } from "projets/lib/acts.js";
import { refresh } from "projets/lib/fragment.js";
import { showHelp } from "projets/lib/shortcuts.js";
import { toast } from "projets/lib/toast.js";
import { undo } from "projets/lib/undo.js";
import { t } from "projets/lib/words.js";
import { boardData } from "projets/pages/board/data.js";
import { menu } from "projets/components/menu/panels.js";
import { allThere } from "projets/pages/board/rest.js";

const board = () => document.querySelector("board-page").dataset.board;
const go = (place) => location.assign(`/tableaux/${board()}/${place}/`);

document.addEventListener("click", (event) => {
  const button = event.target.closest('[data-menu="board"]');
  if (!button || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const { subscribed } = boardData();
  const mayShare = document.querySelector('.board-head [href$="/partage/"]');
  menu(button, t("Actions of the board"), [
    { does: t("Members"), run: () => go("membres") },
    ...(mayShare ? [{ does: t("Share"), run: () => go("partage") }] : []),
    { does: t("Settings"), run: () => go("reglages") },
    { does: t("Archive and bin"), run: () => go("archives") },
    { does: t("History"), run: () => go("historique") },
    null,
    { does: subscribed ? t("Unsubscribe") : t("Subscribe"), run: () => subscribe(!subscribed) },
    { does: t("Print"), run: printAll },
    { does: t("Import from Trello"), run: () => location.assign("/imports/") },
    null,
    { does: t("Undo my last act"), key: t("Ctrl Z"), run: () => undo() },
    { does: t("Keyboard shortcuts"), key: "?", run: () => showHelp() },
  ]);
});

async function subscribe(subscribed) {
  const said = subscribed ? t("You hear of what happens on this board.") : t("You no longer hear of what happens on this board.");
  const answer = await act(`/tableaux/${board()}/suivi/`, { subscribed: subscribed ? 1 : 0 }, { label: said });
  if (answer.refused || answer.kept) return;
  toast(said);
  refresh("board-data");
}

/** All the cards, not the first of each list. */
async function printAll() {
  await allThere();
  print();
}
