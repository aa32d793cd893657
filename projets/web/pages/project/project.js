// A project's page and its settings: what others do to it shows at once.

import "projets/components/live/following.js";
import "projets/components/who/who.js";
import "projets/layout/layout.js";
import "projets/lib/again.js";
import "projets/lib/dates.js";
import "projets/lib/forms.js";
import "projets/lib/kept.js";
import "projets/pages/fields/kinds.js";
