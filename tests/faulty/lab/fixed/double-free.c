/* Frees the note once, on every way out. */
#include "lab.h"

REPEAT {
  (void)call;
  char *note = malloc(8);
  if (note == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a note");
  note[0] = 'n';
  free(note);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
