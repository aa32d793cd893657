// A board's settings: what others change shows at once.

import "projets/components/live/following.js";
import "projets/layout/layout.js";
import "projets/lib/again.js";
import "projets/lib/forms.js";
import "projets/lib/kept.js";
import "projets/lib/undo.js";
