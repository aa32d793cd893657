// What every page of somebody signed in can do: each module listens for its own marks in the page.

import "projets/components/bell/bell.js";
import "projets/components/menu/menu.js";
import "projets/components/timer/timer.js";
import "projets/lib/conflict.js";
import "projets/lib/dates.js";
import "projets/lib/dialog.js";
import "projets/lib/drafts.js";
import "projets/lib/forms.js";
import "projets/lib/kept.js";
import "projets/lib/picker.js";
import "projets/lib/shortcuts.js";
import "projets/lib/undo.js";
