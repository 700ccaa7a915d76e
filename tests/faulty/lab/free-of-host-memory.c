/* Frees memory of the host with free().
 * lab: wrong-allocator
 * native: none, because the host's allocator is built on malloc here, and both meet in one heap */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t *scratch = tutti_alloc(self, 16);
  if (scratch == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory to work in");
  free(scratch); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
