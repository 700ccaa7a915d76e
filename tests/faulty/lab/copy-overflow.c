/* Copies more than the block holds, in one memcpy.
 * lab: heap-overflow
 * native: heap-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  char *copy = malloc(2);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a copy");
  memcpy(copy, text.ptr, (size_t)text.len); /* mistake */
  free(copy);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
