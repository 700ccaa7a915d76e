/* The second stage: it says the text as often as it was asked. */
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text,
                             uint32_t count, tutti_owned_t *out, tutti_error_t *err) {
  (void)call;
  uint64_t len = text.len * count;
  uint8_t *copy = tutti_alloc(self, text.len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the result");
  for (uint64_t at = 0; at < len; at += text.len) memcpy(copy + at, text.ptr, text.len);
  return tutti_give_text(self, copy, len, out);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.first-plugin-own", "0.2.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
