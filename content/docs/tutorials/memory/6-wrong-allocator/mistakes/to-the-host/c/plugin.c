/* Says a text several times, with the help of a library. */
#include <stdlib.h>
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

/* The library's: joins copies of a text. Free the result with free(). */
static uint8_t *join(const uint8_t *text, size_t len, uint32_t count) {
  uint8_t *joined = malloc(len * count + 1);
  if (joined == NULL) return NULL;
  for (uint32_t i = 0; i < count; i++)
    memcpy(joined + i * len, text, len);
  joined[len * count] = '\0';
  return joined;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call,
                             tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call;
  if (!tutti_is_utf8(text))
    return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "not UTF-8");

  uint64_t len = text.len * count;
  uint8_t *song = join(text.ptr, text.len, count);
  if (song == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory");
  uint8_t *copy = tutti_alloc(self, len);
  if (copy != NULL) memcpy(copy, song, len);
  tutti_free(self, song, len + 1);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory");
  return tutti_give_text(self, copy, len, out);
}

static const tutti_text_t table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.memory-wrong-allocator", "1.0.0",
             TUTTI_OFFER(TUTTI_TEXT, &table))
