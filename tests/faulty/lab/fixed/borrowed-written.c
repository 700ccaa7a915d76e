/* Changes its own copy of the text. */
#include "lab.h"

REPEAT {
  (void)call;
  tutti_status_t status = repeat_right(self, text, count, out, err);
  if (status == TUTTI_OK && out->len > 0) ((uint8_t *)out->ptr)[0] = 'C';
  return status;
}

PLUGIN
