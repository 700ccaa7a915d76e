/* Reads the note before it frees it. */
#include "lab.h"

REPEAT {
  (void)call;
  char *note = malloc(8);
  if (note == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a note");
  note[0] = (char)text.ptr[0];
  count += hidden((uint8_t)note[0]) > 255;
  free(note);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
