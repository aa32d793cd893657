// What a link shows: dates are said as people say them, and nothing else happens.
import "projets/lib/dates.js";
