/* Does not ask whether malloc gave memory.
 * lab: null-pointer
 * native: null pointer of type */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t *table = malloc((size_t)hidden(0x7fffffff) * 64);
  *table = count; /* mistake */
  free(table);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
