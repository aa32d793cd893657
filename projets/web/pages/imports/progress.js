// <import-progress>: while it is shown, the state of the import is fetched again every second.

import { refresh } from "projets/lib/fragment.js";

class ImportProgress extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => refresh("import-state"), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }
}

customElements.define("import-progress", ImportProgress);
