/* Says a text several times, but no line twice in a row. */
#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

enum { LONGEST = 80 }; /* bytes of a line */

/* The running plugin, and the line that it said last. */
typedef struct {
  tutti_instance_t base;
  const uint8_t *line;
  uint64_t len;
} singer_t;

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call,
                             tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call;
  if (!tutti_is_utf8(text))
    return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "not UTF-8");
  if (text.len > LONGEST)
    return tutti_fail(err, TUTTI_E_LIMIT, "more than 80 bytes");

  singer_t *singer = (singer_t *)self;
  if (text.len > 0 && text.len == singer->len &&
      memcmp(text.ptr, singer->line, text.len) == 0)
    return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "not twice");

  uint64_t len = text.len * count;
  uint8_t *song = tutti_alloc(self, len);
  if (song == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory");
  for (uint64_t at = 0; at < len; at += text.len)
    memcpy(song + at, text.ptr, text.len);

  uint8_t *line = tutti_alloc(self, text.len);
  if (line == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory");
  memcpy(line, text.ptr, text.len);
  singer->line = line;
  singer->len = text.len;
  return tutti_give_text(self, song, len, out);
}

static const tutti_text_t table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN_WITH("org.tutti.memory-kept-pointer", "1.0.0", singer_t,
                  TUTTI_OFFERS(TUTTI_OFFER(TUTTI_TEXT, &table)),
                  .live = tutti_live)
