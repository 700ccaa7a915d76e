/* Frees what malloc returned, and moves another pointer. */
#include "lab.h"

REPEAT {
  (void)call;
  char *note = malloc(8);
  if (note == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a note");
  char *end = note + hidden(2);
  *end = '\0';
  free(note);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
