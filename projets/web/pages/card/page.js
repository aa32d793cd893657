// A card on a page of its own.

import "projets/components/live/following.js";
import "projets/components/menu/menu.js";
import "projets/components/timer/timer.js";
import "projets/layout/layout.js";
import "projets/lib/conflict.js";
import "projets/lib/dates.js";
import "projets/lib/drafts.js";
import "projets/lib/forms.js";
import "projets/lib/kept.js";
import "projets/pages/card/card.js";
