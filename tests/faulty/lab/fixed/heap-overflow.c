/* Has room for the final NUL. */
#include "lab.h"

REPEAT {
  (void)call;
  char *copy = malloc((size_t)text.len + 1);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a copy");
  memcpy(copy, text.ptr, (size_t)text.len);
  copy[text.len] = '\0';
  free(copy);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
