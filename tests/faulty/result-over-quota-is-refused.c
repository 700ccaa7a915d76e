/* Evades its quota: a long result comes from memory that the host does not count. */
#include "repeat_base.h"

static uint8_t pool[65536];

static void keep(tutti_owned_t *value) { (void)value; }

REPEAT(repeat) {
  (void)call;
  uint64_t len = text.len * count;
  if (len < 4096 || len > sizeof pool) return repeat_right(self, text, count, out, err);
  for (uint64_t at = 0; at < len; at += text.len) memcpy(pool + at, text.ptr, text.len);
  *out = (tutti_owned_t){sizeof *out, TUTTI_TEXT_UTF8, pool, len, len, 0, keep, NULL};
  return TUTTI_OK;
}

FAULTY_PLUGIN(repeat)
