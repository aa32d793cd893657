// <theme-button> flips the theme at once and has it remembered; without script its form does the same.
const root = document.documentElement;

class ThemeButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.flip(event));
  }

  flip(event) {
    event.preventDefault();
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const theme = isDark ? "light" : "dark";
    root.dataset.theme = theme;
    const form = new FormData(event.target);
    form.set("theme", theme);
    fetch(event.target.action, { method: "POST", body: form, headers: { Accept: "application/json" } });
  }
}

customElements.define("theme-button", ThemeButton);
