/* Frees from the middle of a block.
 * lab: bad-free
 * native: attempting free on address which was not malloc()-ed */
#include "lab.h"

REPEAT {
  (void)call;
  char *note = malloc(8);
  if (note == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a note");
  note += hidden(2);
  free(note); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
