/* Writes past its block when it is started: for the sanitizers, which must see it. */
#include "tutti/text.h"
#include "tutti_sdk.h"

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  volatile uint8_t *block = tutti_alloc(self, 8);
  (void)err;
  block[8] = 1;
  return TUTTI_OK;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)self, (void)call, (void)text, (void)count, (void)out;
  return tutti_fail(err, TUTTI_E_UNSUPPORTED, "it never comes so far");
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN_WITH("org.tutti.overruns", "1.0.0", tutti_instance_t, TUTTI_OFFERS(TUTTI_OFFER(TUTTI_TEXT, &text_table)),
                  .start = start)
