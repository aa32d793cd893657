// What every page has, whoever looks at it.
import "projets/layout/theme.js";

// Keeps the page that says « hors connexion »; without it the browser says so in its own words.
addEventListener("load", () => navigator.serviceWorker?.register("/sw.js").catch(() => {}));
