/* Passes every call on to the plugin that provides tutti.text to it; one without a provider answers itself: waits
 * until it is cancelled for "wait", crashes for "crash", and gives the text back for everything else. */
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static int is(tutti_span_t text, const char *word) {
  return text.len == strlen(word) && memcmp(text.ptr, word, strlen(word)) == 0;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  tutti_instance_t *provider = NULL;
  const tutti_table_t *table = self->host->query(self->host, TUTTI_TEXT, TUTTI_VERSION(1, 0), &provider);
  if (table != NULL) return tutti_text_call_repeat(self->host, table, provider, call, text, count, out, err);
  if (is(text, "wait")) {
    while (!self->host->cancelled(self->host, call)) continue;
    return tutti_fail(err, TUTTI_E_CANCELLED, "it was cancelled");
  }
  if (is(text, "crash")) *(volatile uint8_t *)(uintptr_t)8 = 1;
  if (is(text, "refuse")) return tutti_fail(err, TUTTI_E_LIMIT, "not today");
  uint8_t *copy = tutti_alloc(self, text.len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the copy");
  if (text.len > 0) memcpy(copy, text.ptr, (size_t)text.len);
  return tutti_give_text(self, copy, text.len, out);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN(PLUGIN, "1.0.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
