// Departures: each line is handed over in place.

import "projets/components/who/who.js";
import "projets/layout/layout.js";
import "projets/lib/again.js";
import "projets/lib/forms.js";
import "projets/lib/kept.js";
