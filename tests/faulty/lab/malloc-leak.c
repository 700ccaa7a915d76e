/* Never frees what malloc gave.
 * lab: leak
 * native: detected memory leaks */
#include "lab.h"

REPEAT {
  (void)call;
  char *note = malloc(40); /* mistake */
  if (note == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for a note");
  note[0] = 'n';
  return repeat_right(self, text, count, out, err);
}

PLUGIN
