/* Frees the same note on two ways out.
 * lab: double-free
 * native: double-free */
#include "lab.h"

REPEAT {
  (void)call;
  char *note = malloc(8);
  if (note == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a note");
  note[0] = 'n';
  if (count > 0) free(note);
  free(note); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
