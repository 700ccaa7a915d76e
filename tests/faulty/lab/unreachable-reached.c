/* Promises that a case never happens.
 * lab: unreachable-reached
 * native: execution reached an unreachable program point */
#include "lab.h"

REPEAT {
  (void)call;
  switch (count) {
    case 1: break;
    case 2: break;
    default: __builtin_unreachable(); /* mistake */
  }
  return repeat_right(self, text, count, out, err);
}

PLUGIN
