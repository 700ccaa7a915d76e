/* Refuses what it does not know. */
#include "lab.h"

REPEAT {
  (void)call;
  switch (count) {
    case 1: break;
    case 2: break;
    case 3: break;
    default: return tutti_fail(err, TUTTI_E_LIMIT, "more than three times");
  }
  return repeat_right(self, text, count, out, err);
}

PLUGIN
