/* Asks whether there was memory, and says when there was none. */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t *table = malloc((size_t)hidden(64) * 64);
  if (table == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the table");
  *table = count;
  free(table);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
