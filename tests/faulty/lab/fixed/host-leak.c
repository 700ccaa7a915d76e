/* Gives the block back on every way out. */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t *scratch = tutti_alloc(self, 32);
  if (scratch == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory to work in");
  tutti_free(self, scratch, 32);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
