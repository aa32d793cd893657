// <find-person>: proposes colleagues by a part of their name as one types; without script the full name or the address does.

class FindPerson extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.querySelector("datalist");
    this.input.setAttribute("list", this.list.id);
    this.input.addEventListener("input", () => this.later());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), 150);
  }

  async find() {
    const typed = this.input.value.trim();
    if (typed.length < 2 || [...this.list.options].some((one) => one.value === typed)) return;
    const answer = await fetch(`/personnes/?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || this.input.value.trim() !== typed) return; // the address typed in full still does
    const { people } = await answer.json();
    this.list.replaceChildren(...people.map(option));
  }
}

function option({ name, email }) {
  const made = document.createElement("option");
  made.value = email;
  made.label = name;
  made.textContent = name;
  return made;
}

customElements.define("find-person", FindPerson);
