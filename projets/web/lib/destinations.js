// Where cards can be sent: the lists of all boards one may add to, those of this board first.

export async function destinations() {
  const answer = await fetch("/destinations/", { headers: { Accept: "application/json" } }).catch(() => null);
  return answer?.ok ? everywhere(await answer.json()) : here();
}

const here = () =>
  [...document.querySelectorAll(".board > .list")].map((one) => ({ value: one.dataset.element.split(":")[1], name: one.querySelector(".list__title").textContent }));

function everywhere({ boards }) {
  const mine = document.querySelector("board-page, card-page")?.dataset.stream.split(":")[1];
  const ordered = boards.toSorted((one, other) => (other.id === mine) - (one.id === mine));
  return ordered.flatMap((board) =>
    board.lists.map((list) => ({
      value: list.id,
      name: list.name,
      also: `${board.name} ${board.project}`,
      note: board.id === mine ? "" : `${board.project}, ${board.name}`,
    })),
  );
}
