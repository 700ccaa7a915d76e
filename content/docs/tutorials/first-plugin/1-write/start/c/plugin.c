/* The first plugin: it gives back the text that it was given. */
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text,
                             uint32_t count, tutti_owned_t *out, tutti_error_t *err) {
  (void)call;
  (void)count;
  uint8_t *copy = tutti_alloc(self, text.len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the result");
  if (text.len > 0) {
    /* Copy the bytes of the text here. */
  }
  return tutti_give_text(self, copy, text.len, out);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.first-plugin-write", "0.1.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
