/* Asks whether the number fits before it converts it. */
#include "lab.h"

REPEAT {
  (void)call;
  double large = 1e20 * count;
  int32_t small = large <= INT32_MAX ? (int32_t)large : INT32_MAX;
  count += small == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
