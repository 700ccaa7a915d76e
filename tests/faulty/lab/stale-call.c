/* Asks whether the first call is cancelled, in every call.
 * lab: out-of-order
 * native: none, because the host answers for any number */
#include "lab.h"

REPEAT {
  static uint64_t first;
  if (first == 0) first = call;
  if (tutti_is_cancelled(self, first)) return TUTTI_E_CANCELLED; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
