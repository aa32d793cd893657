// What one was told: a card opens over the page; the rest is what forms and live patches do everywhere.

import "projets/layout/layout.js";
import "projets/lib/forms.js";
import "projets/pages/card/card.js";
