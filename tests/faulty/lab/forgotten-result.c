/* Says that all went well, and hands nothing over.
 * lab: bad-result
 * native: bad result: no release function (no line) */
#include "lab.h"

REPEAT {
  (void)self, (void)call, (void)text, (void)count, (void)out, (void)err;
  return TUTTI_OK; /* mistake */
}

PLUGIN
