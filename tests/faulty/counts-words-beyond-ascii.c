/* Takes a byte beyond ASCII for the end of a word. */
#include "counter_base.h"

ADD(add_wrong) {
  tutti_status_t status = add(self, call, text, out, err);
  for (uint64_t i = 0; status == TUTTI_OK && i < text.len; i++) counts_in(out)->words += text.ptr[i] >= 0xC0;
  return status;
}

FAULTY_COUNTER(add_wrong, total, most_frequent, reset, describe, reset, save, restore)
