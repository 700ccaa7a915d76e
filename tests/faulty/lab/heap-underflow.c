/* Counts down one step too far.
 * lab: heap-overflow
 * native: heap-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  char *digits = malloc(4);
  if (digits == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for digits");
  int at = 4;
  while (at >= 0) digits[--at] = '0'; /* mistake */
  free(digits);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
