/* Reads the block while it still has it. */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t *scratch = tutti_alloc(self, 16);
  if (scratch == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory to work in");
  scratch[0] = 1;
  count += scratch[0] > 1;
  tutti_free(self, scratch, 16);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
