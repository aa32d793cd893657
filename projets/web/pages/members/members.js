// Members of a board: a role is changed by choosing another one; what others do shows at once.

import "projets/components/live/following.js";
import "projets/components/who/who.js";
import "projets/layout/layout.js";
import "projets/lib/again.js";
import "projets/lib/forms.js";
import "projets/lib/kept.js";
import "projets/lib/onchange.js";
