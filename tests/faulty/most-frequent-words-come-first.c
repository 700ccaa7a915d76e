/* Puts the greater one of two equally frequent words first. */
#include "counter_base.h"

static tutti_status_t most_frequent_wrong(tutti_instance_t *self, uint64_t call, uint32_t limit,
                                          tutti_owned_t *out, tutti_error_t *err) {
  tutti_status_t status = most_frequent(self, call, limit, out, err);
  tutti_ref_t *list = (tutti_ref_t *)(void *)out->ptr;
  if (status == TUTTI_OK && list->count > 1) {
    tutti_words_word_count_t *items = (tutti_words_word_count_t *)(void *)(out->ptr + list->offset), first = items[0];
    if (first.count == items[1].count) items[0] = items[1], items[1] = first;
  }
  return status;
}

FAULTY_COUNTER(add, total, most_frequent_wrong, reset, describe, reset, save, restore)
