/* Refuses what the caller decides, and lets the host live. */
#include "lab.h"

REPEAT {
  (void)call;
  if (count > 3) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "more than three times");
  return repeat_right(self, text, count, out, err);
}

PLUGIN
