/* The plugin of instrumented-vs-plain and wasm-vs-native: it reads each byte of the text `count` times and mixes
 * it into one number, whose lowest byte it gives as a letter. Nothing of it can be computed beforehand. */
#include "tutti/text.h"
#include "tutti_sdk.h"

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  uint32_t mixed = count;
  (void)call;
  for (uint32_t round = 0; round < count; round++)
    for (uint64_t i = 0; i < text.len; i++) mixed = (mixed ^ text.ptr[i]) * 16777619u;
  uint8_t *letter = tutti_alloc(self, 1);
  if (letter == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the letter");
  *letter = (uint8_t)('a' + mixed % 26);
  return tutti_give_text(self, letter, 1, out);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.mix", "1.0.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
