/* What the seeded mistakes share: the parts of a plugin of tutti.text that are right. Each file gets one thing
 * wrong, and says at its top what the lab must call it and what the compiler's own sanitizers say natively:
 *
 *   lab: <kind>                       and the marked line
 *   native: <what is said>            and the same line; or: none, because <reason>
 *
 * The line of the mistake ends in a comment that says "mistake". */
#ifndef LAB_H
#define LAB_H

#include <stdlib.h>
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

/* The parameters of tutti_text_t.repeat. */
#define REPEAT                                                                                              \
  static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,    \
                               tutti_owned_t *out, tutti_error_t *err)

/* A plugin around `repeat`. */
#define PLUGIN PLUGIN_WITH(.live = tutti_live)
#define PLUGIN_WITH(...)                                                                                    \
  static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);                                \
  TUTTI_PLUGIN_WITH("org.tutti.mistake", "1.0.0", tutti_instance_t,                                         \
                    TUTTI_OFFERS(TUTTI_OFFER(TUTTI_TEXT, &text_table)), __VA_ARGS__)

/* The whole of `repeat` done right, for mistakes that lie elsewhere. */
static inline tutti_status_t repeat_right(tutti_instance_t *self, tutti_span_t text, uint32_t count,
                                          tutti_owned_t *out, tutti_error_t *err) {
  uint64_t len = text.len * count;
  uint8_t *copy = tutti_alloc(self, len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the result");
  for (uint64_t at = 0; at < len; at += text.len) memcpy(copy + at, text.ptr, text.len);
  return tutti_give_text(self, copy, len, out);
}

/* Hides a value from the compiler, which would warn of what is seeded here. */
static inline uint32_t hidden(uint32_t value) {
  volatile uint32_t here = value;
  return here;
}

#endif
