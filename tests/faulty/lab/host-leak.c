/* Keeps a block of the host on one way out.
 * lab: leak
 * native: leak: block */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t *scratch = tutti_alloc(self, 32); /* mistake */
  if (scratch == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory to work in");
  if (count == 0) tutti_free(self, scratch, 32);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
