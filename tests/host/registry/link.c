/* A plugin of a chain: it answers with its mark and how often it was called, followed by what its provider says.
 * PLUGIN, PROVIDES, MARK; and where it has a provider, REQUIRES. A capability is tutti.text under another name. */
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

typedef struct link {
  tutti_instance_t base;
  uint32_t calls;
} link_t;

static int is(tutti_span_t text, const char *word) {
  return text.len == strlen(word) && memcmp(text.ptr, word, strlen(word)) == 0;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  link_t *link = (link_t *)(void *)self;
  tutti_owned_t rest = {.struct_size = sizeof rest};
#ifdef REQUIRES
  tutti_instance_t *provider = NULL;
  const tutti_table_t *table = self->host->query(self->host, REQUIRES, TUTTI_VERSION(1, 0), &provider);
  if (table == NULL) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "nobody provides it");
  tutti_status_t status = tutti_text_call_repeat(self->host, table, provider, call, text, count, &rest, err);
  if (status != TUTTI_OK) return status;
#else
  (void)call;
  (void)count;
  if (is(text, "crash")) *(volatile int *)8 = 1;
  if (is(text, "lie")) return 77;
#endif
  uint64_t head = strlen(MARK) + 1;
  uint8_t *bytes = tutti_alloc(self, head + rest.len);
  if (bytes == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the answer");
  memcpy(bytes, MARK, head - 1);
  bytes[head - 1] = (uint8_t)('0' + ++link->calls % 10);
  if (rest.len > 0) memcpy(bytes + head, rest.ptr, rest.len);
  uint64_t len = head + rest.len;
  if (rest.release != NULL) rest.release(&rest);
  (void)is;
  return tutti_give_text(self, bytes, len, out);
}

static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  (void)schema;
  uint8_t *bytes = tutti_alloc(self, 1);
  if (bytes == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the state");
  bytes[0] = (uint8_t)((link_t *)(void *)self)->calls;
  return tutti_give_bytes(self, bytes, 1, out);
}

static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  (void)schema;
  (void)err;
  ((link_t *)(void *)self)->calls = state.len > 0 ? state.ptr[0] : 0;
  return TUTTI_OK;
}

static const tutti_text_t link_table = {
    .table = {TUTTI_TABLE_HEAD(tutti_text_t, 1, 0, 0), tutti_text_invoke},
    .repeat = repeat,
};

TUTTI_PLUGIN_WITH(PLUGIN, "1.0.0", link_t, TUTTI_OFFERS(TUTTI_OFFER(PROVIDES, &link_table)), .save = save,
                  .restore = restore)
