// The board page: what it follows, and the behaviours that live on it.

import "projets/components/live/following.js";
import "projets/components/timer/timer.js";
import "projets/layout/layout.js";
import "projets/lib/conflict.js";
import "projets/lib/dates.js";
import "projets/lib/dialog.js";
import "projets/lib/drafts.js";
import "projets/lib/forms.js";
import "projets/lib/kept.js";
import "projets/lib/undo.js";
import "projets/pages/board/adding.js";
import "projets/pages/board/board_menu.js";
import "projets/pages/board/counts.js";
import "projets/pages/board/drag.js";
import "projets/pages/board/filters.js";
import "projets/pages/board/folding.js";
import "projets/pages/board/following.js";
import "projets/pages/board/keys.js";
import "projets/pages/board/menus.js";
import "projets/pages/board/pasting.js";
import "projets/pages/board/rest.js";
import "projets/pages/board/tabs.js";
import "projets/pages/card/card.js";
