/* Forgets the room for the final NUL.
 * lab: heap-overflow
 * native: heap-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  char *copy = malloc((size_t)text.len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a copy");
  memcpy(copy, text.ptr, (size_t)text.len);
  copy[text.len] = '\0'; /* mistake */
  free(copy);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
