/* Forgets what it asked for when it gives a block back.
 * lab: wrong-size
 * native: misuse: wrong-size */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t *scratch = tutti_alloc(self, 16);
  if (scratch == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory to work in");
  tutti_free(self, scratch, 15); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
