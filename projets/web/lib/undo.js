// Ctrl-Z outside text fields, and « Annuler » of a toast: undoes my last act on this board, by a new act. On a page
// that is no board, Ctrl-Z undoes what the newest toast offers to undo.
//
//   undo(act?)    act: that one rather than the last. The board is main[data-stream="board:ID"]
//
// The server decides (an hour, nobody changed it since) and says in `said` what was undone; a refusal says who changed
// what, and nothing moves.

import { act as write } from "projets/lib/acts.js";
import { toast } from "projets/lib/toast.js";
import { t } from "projets/lib/words.js";

const ADDRESS = "/actes/annulation/";

export async function undo(act) {
  const board = document.querySelector('[data-stream^="board:"]')?.dataset.stream.slice("board:".length);
  if (!board) act ??= [...document.querySelectorAll(".toast[data-undo]")].pop()?.dataset.undo;
  if (!board && !act) return toast(t("There is nothing to undo on this page."));
  const answer = await write(ADDRESS, { board, of: act }, { label: t("Undo") });
  if (answer.kept) return toast(t("The undo is kept on this computer; it will be sent when the server can be reached."));
  if (!answer.refused) toast(answer.said ?? t("Undone."));
  return answer;
}

export const isTyping = (target) =>
  target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select");

document.addEventListener("undo:ask", ({ detail }) => undo(detail.act));
document.addEventListener("keydown", (event) => {
  const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
  if (!asked || event.defaultPrevented || isTyping(event.target)) return;
  event.preventDefault();
  undo();
});
