/* Writes past a static table, through a pointer.
 * lab: global-overflow
 * native: global-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  static uint32_t calls[4];
  uint32_t *slot = calls;
  slot += hidden(4);
  *slot = count; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
