/* Hands over messages that are none: `limit` of most_frequent says which. With FAULT its invoke lies instead. */
#include "fault.h"

#include "tutti/words.h"

enum { WELL_FORMED, EMPTY, SHORT, OUTSIDE, COUNTLESS, MISALIGNED, WORD_OUTSIDE, WORD_NOT_UTF8, OVER_ITSELF };
enum { INVOKE_DOES_NOTHING = 1, INVOKE_UNKNOWN_STATUS, INVOKE_MISSING };
#ifndef FAULT
#define FAULT 0
#endif

static tutti_status_t hand_over_message(tutti_instance_t *self, const void *bytes, uint64_t len, tutti_owned_t *out) {
  uint8_t *copy = take(self, len);
  memcpy(copy, bytes, len);
  return hand_over(self, TUTTI_MESSAGE, copy, len, out);
}

static tutti_status_t most_frequent(tutti_instance_t *self, uint64_t call, uint32_t limit, tutti_owned_t *out,
                                    tutti_error_t *err) {
  struct {
    tutti_ref_t list;
    tutti_words_word_count_t items[1];
    uint8_t word[8];
  } message = {{8, 1}, {{{24, 2}, 7}}, {'l', 'a', 0, 0, 0, 0, 0, 0}};
  uint64_t len = sizeof message;
  (void)call;
  (void)err;
  switch (limit) {
    case EMPTY: len = 0; break;
    case SHORT: len = 4; break;
    case OUTSIDE: message.list.offset = 1000; break;
    case COUNTLESS: message.list.count = UINT32_MAX; break;
    case MISALIGNED: message.list.offset = 12; break;
    case WORD_OUTSIDE: message.items[0].word.offset = 1u << 30; break;
    case WORD_NOT_UTF8: message.word[0] = 0xff; break;
    case OVER_ITSELF: message.list.offset = 0; break;
    default: break;
  }
  return hand_over_message(self, &message, len, out);
}

static tutti_status_t total(tutti_instance_t *self, uint64_t call, tutti_owned_t *out, tutti_error_t *err) {
  static const tutti_words_counts_t counts = {1, 2, 3};
  (void)call;
  (void)err;
  return hand_over_message(self, &counts, sizeof counts, out);
}

static tutti_status_t add(tutti_instance_t *self, uint64_t call, tutti_span_t text, tutti_owned_t *out,
                          tutti_error_t *err) {
  (void)text;
  return total(self, call, out, err);
}

static tutti_status_t reset(tutti_instance_t *self, uint64_t call, tutti_error_t *err) {
  (void)self;
  (void)call;
  (void)err;
  return TUTTI_OK;
}

static tutti_status_t invoke(const tutti_table_t *table, tutti_instance_t *self, uint64_t call, uint32_t function,
                             tutti_span_t arguments, uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  (void)table;
  (void)self;
  (void)call;
  (void)function;
  (void)arguments;
  (void)scalar;
  (void)out;
  (void)err;
  return FAULT == INVOKE_UNKNOWN_STATUS ? 77 : TUTTI_OK;
}

static tutti_words_t words_table =
    TUTTI_WORDS_TABLE(.add = add, .total = total, .most_frequent = most_frequent, .reset = reset);

static const tutti_table_t *query(tutti_instance_t *self, const char *capability, uint32_t min_version) {
  (void)self;
  if (strcmp(capability, TUTTI_WORDS) != 0 || min_version != TUTTI_VERSION(1, 0)) return NULL;
  if (FAULT != 0) words_table.table.invoke = FAULT == INVOKE_MISSING ? NULL : invoke;
  return &words_table.table;
}

#define QUERY query
#include "descriptor.h"
