/* Reads a number from wherever the text begins.
 * lab: misaligned-access
 * native: misaligned address */
#include "lab.h"

REPEAT {
  (void)call;
  const uint32_t *word = (const uint32_t *)(const void *)(text.ptr + (5 - (uintptr_t)text.ptr % 4));
  uint8_t bytes[16] = {0};
  word = (const uint32_t *)(const void *)(bytes + 1 + (uintptr_t)bytes % 2);
  count += *word == 7; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
