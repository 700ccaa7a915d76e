/* Forgets the head of the state when it tells the size. */
#include "counter_base.h"

GIVES(describe_wrong) {
  tutti_status_t status = describe(self, call, out, err);
  if (status == TUTTI_OK) ((tutti_state_state_info_t *)(void *)out->ptr)->size_bytes -= HEAD_BYTES;
  return status;
}

FAULTY_COUNTER(add, total, most_frequent, reset, describe_wrong, reset, save, restore)
