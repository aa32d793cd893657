// « Add an existing card » to a list of tasks: as one types a number or a title, the cards that one sees are offered.
//
//   <input data-cards list="ID">  <datalist id="ID">

const PAUSE = 200; // milliseconds between keys
let soon;

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-cards]")) return;
  clearTimeout(soon);
  soon = setTimeout(() => offer(target), PAUSE);
});

async function offer(input) {
  const asked = input.value.trim();
  if (asked.length < 2) return;
  const address = `/cartes/recherche/?${new URLSearchParams({ q: asked })}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || input.value.trim() !== asked) return;
  const { cards } = await answer.json();
  input.list.replaceChildren(...cards.map(({ reference, title, board }) => {
    const option = document.createElement("option");
    option.value = `${reference} ${title}`;
    option.label = board;
    return option;
  }));
}
