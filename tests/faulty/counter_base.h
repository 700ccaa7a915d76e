/* What the faulty counters share: the whole of examples/word-count but for its last word, the descriptor. Each file
 * then gets one thing wrong, which exactly one check must notice. */
#ifndef COUNTER_BASE_H
#define COUNTER_BASE_H

#include "tutti_sdk.h"

#pragma push_macro("TUTTI_PLUGIN_WITH")
#undef TUTTI_PLUGIN_WITH
#define TUTTI_PLUGIN_WITH(...) struct tutti_plugin_left_out
#include "../../examples/word-count/c/word-count.c"
;
#pragma pop_macro("TUTTI_PLUGIN_WITH")

/* The parameters of tutti_words_t.add, and of the functions without any but the call. */
#define ADD(name)                                                                                           \
  static tutti_status_t name(tutti_instance_t *self, uint64_t call, tutti_span_t text, tutti_owned_t *out,  \
                             tutti_error_t *err)
#define GIVES(name)                                                                                         \
  static tutti_status_t name(tutti_instance_t *self, uint64_t call, tutti_owned_t *out, tutti_error_t *err)

/* The counts in a message that was just written. */
static inline tutti_words_counts_t *counts_in(tutti_owned_t *out) {
  return (tutti_words_counts_t *)(void *)out->ptr;
}

/* The example's own tables are not offered here. */
static inline const void *tables_left_out(int i) {
  return i == 0 ? (const void *)&words_table : (const void *)&state_table;
}

#define FAULTY_COUNTER(add_, total_, most_frequent_, reset_, describe_, state_reset_, save_, restore_)      \
  static const tutti_words_t faulty_words =                                                                 \
      TUTTI_WORDS_TABLE(.add = add_, .total = total_, .most_frequent = most_frequent_, .reset = reset_);    \
  static const tutti_state_t faulty_state = TUTTI_STATE_TABLE(.describe = describe_, .reset = state_reset_); \
  TUTTI_PLUGIN_WITH("org.tutti.faulty", "1.0.0", counter_t,                                                 \
                    TUTTI_OFFERS(TUTTI_OFFER(TUTTI_WORDS, &faulty_words),                                   \
                                 TUTTI_OFFER(TUTTI_STATE, &faulty_state)),                                  \
                    .abi.flags = TUTTI_PLUGIN_STATEFUL, .save = save_, .restore = restore_,                 \
                    .destroy = destroy)

#endif
