/* A plugin that ends in a trap where TRAP says. Natively each would have crashed the process. */
#include "repeat_base.h"

enum { UNREACHABLE = 1, OUT_OF_MEMORY_BOUNDS, DEEP_RECURSION };

static uint32_t dive(volatile uint32_t *depth) {
  if (*depth == UINT32_MAX) return 0;
  volatile uint32_t here = *depth + 1;
  return dive(&here) + here;
}

REPEAT(repeat) {
  (void)call;
  if (TRAP == UNREACHABLE) __builtin_trap();
  if (TRAP == OUT_OF_MEMORY_BOUNDS) *(volatile uint8_t *)(uintptr_t)0xFFFFFFF0u = 1;
  if (TRAP == DEEP_RECURSION) {
    volatile uint32_t depth = count;
    return (tutti_status_t)dive(&depth);
  }
  return repeat_right(self, text, count, out, err);
}

FAULTY_PLUGIN(repeat)
