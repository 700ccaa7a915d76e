/* Imports a function of the system by hand, past the linker, which would have missed it.
 * lab: missing-function
 * native: none, because this machine has the function */
#include "lab.h"

#ifdef __wasm__
__attribute__((import_module("lab"), import_name("getpgid")))
#endif
int getpgid(int process);

REPEAT {
  (void)call;
  count += getpgid(0) == -1; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
