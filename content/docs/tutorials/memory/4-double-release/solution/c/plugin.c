/* Says a text several times, but no encores. It has one way out. */
#include <ctype.h>
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static tutti_status_t sing(tutti_instance_t *self,
                           tutti_span_t text, uint32_t count,
                           tutti_owned_t *out, tutti_error_t *err) {
  uint64_t len = text.len * count;
  uint8_t *song = tutti_alloc(self, len);
  if (song == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory");
  for (uint64_t at = 0; at < len; at += text.len)
    memcpy(song + at, text.ptr, text.len);
  return tutti_give_text(self, song, len, out);
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call,
                             tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call;
  if (!tutti_is_utf8(text))
    return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "not UTF-8");

  char *lower = tutti_alloc(self, text.len + 1);
  if (lower == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory");
  for (uint64_t i = 0; i < text.len; i++)
    lower[i] = (char)tolower(text.ptr[i]);
  lower[text.len] = '\0';

  tutti_status_t status = TUTTI_OK;
  if (strstr(lower, "encore") != NULL)
    status = tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "no encores");
  if (status == TUTTI_OK) status = sing(self, text, count, out, err);
  tutti_free(self, lower, text.len + 1);
  return status;
}

static const tutti_text_t table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.memory-double-release", "1.0.0",
             TUTTI_OFFER(TUTTI_TEXT, &table))
