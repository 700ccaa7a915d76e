/* Copies the bytes of the number into a number. */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t bytes[16] = {0};
  uint32_t word;
  memcpy(&word, bytes + 1, sizeof word);
  count += word == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
