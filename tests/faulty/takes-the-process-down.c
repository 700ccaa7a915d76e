/* A plugin that ends its process, or never returns, when it is asked for no repetition at all. */
#include <stdlib.h>

#include "repeat_base.h"

enum { CRASHES = 1, EXITS, ABORTS, SPINS };

REPEAT(repeat) {
  (void)call;
  if (count == 0) {
    if (FAULT == CRASHES) *(volatile uint8_t *)(uintptr_t)8 = 1;
    if (FAULT == EXITS) exit(0);
    if (FAULT == ABORTS) abort();
    if (FAULT == SPINS)
      for (volatile uint32_t i = 0;; i++) {}
  }
  return repeat_right(self, text, count, out, err);
}

FAULTY_PLUGIN(repeat)
