/* Keeps to the slots of the table. */
#include "lab.h"

REPEAT {
  (void)call;
  static uint32_t calls[4];
  uint32_t *slot = calls;
  slot += hidden(4) % 4;
  *slot = count;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
