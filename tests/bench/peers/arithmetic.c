/* The plugin of call-vs-koffi and buffer-64k, and beside it the bare functions that they are compared with. Its
 * header is generated from the declaration in calls.ts. */
#include <string.h>

#include "tutti/bench_arithmetic.h"
#include "tutti_sdk.h"

static tutti_status_t add(tutti_instance_t *self, uint64_t call, int32_t a, int32_t b, int32_t *out,
                          tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = (int32_t)((uint32_t)a + (uint32_t)b);
  return TUTTI_OK;
}

static tutti_status_t copy(tutti_instance_t *self, uint64_t call, tutti_span_t data, tutti_owned_t *out,
                           tutti_error_t *err) {
  uint8_t *bytes = tutti_alloc(self, data.len);
  (void)call;
  if (bytes == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the copy");
  if (data.len > 0) memcpy(bytes, data.ptr, data.len);
  return tutti_give_bytes(self, bytes, data.len, out);
}

static const tutti_bench_arithmetic_t table = TUTTI_BENCH_ARITHMETIC_TABLE(.add = add, .copy = copy);

TUTTI_PLUGIN("org.tutti.arithmetic", "1.0.0", TUTTI_OFFER(TUTTI_BENCH_ARITHMETIC, &table))

/* What a caller of koffi would write without a host. */
TUTTI_EXPORT int32_t bare_add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
TUTTI_EXPORT void bare_copy(void *to, const void *from, uint64_t size) { memcpy(to, from, size); }
