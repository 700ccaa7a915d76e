/* Keeps the byte that it needs, and not where it lay. */
#include "lab.h"

REPEAT {
  (void)call;
  static uint8_t before;
  count += before == '?';
  before = text.len > 0 ? text.ptr[0] : 0;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
