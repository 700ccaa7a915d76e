/* Keeps 64 bytes of the host's at every call, for ever. */
#include "tutti/text.h"
#include "tutti_sdk.h"

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)text, (void)count, (void)out;
  tutti_alloc(self, 64);
  return tutti_fail(err, TUTTI_E_INTERNAL, "kept 64 bytes");
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.keeps-memory", "1.0.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
