/* A plugin that hands over something wrong, in the one way that LIE names. */
#include "repeat_base.h"

enum {
  NOTHING = 1, NO_RELEASE, NULL_POINTER, OVER_CAPACITY, HUGE_LENGTH, NOT_TEXT, UNKNOWN_STATUS,
  LEAK, FREED_BEFORE, FREED_TWICE, WRONG_SIZE, NOT_ALLOCATED
};

static uint8_t bytes[8] = {'l', 'a', 0xff, 0, 0, 0, 0, 0};

static void keep(tutti_owned_t *value) { (void)value; }

REPEAT(repeat) {
  (void)call;
  if (LIE == UNKNOWN_STATUS) return -5;
  if (LIE == NOTHING) return TUTTI_OK;
  if (LIE >= LEAK) {
    uint8_t *scratch = tutti_alloc(self, LIE == LEAK ? 24 : 8);
    if (LIE == NOT_ALLOCATED) tutti_free(self, bytes, 8);
    if (LIE != LEAK) tutti_free(self, scratch, LIE == WRONG_SIZE ? 7 : 8);
    if (LIE == FREED_TWICE) tutti_free(self, scratch, 8);
    tutti_status_t status = repeat_right(self, text, count, out, err);
    if (LIE == FREED_BEFORE) tutti_free(self, out->ptr, out->cap);
    return status;
  }
  *out = (tutti_owned_t){sizeof *out, TUTTI_TEXT_UTF8, bytes, 2, 8, 0, keep, NULL};
  if (LIE == NO_RELEASE) out->release = NULL;
  if (LIE == NULL_POINTER) out->ptr = NULL;
  if (LIE == OVER_CAPACITY) out->cap = 1;
  if (LIE == HUGE_LENGTH) out->len = out->cap = UINT64_MAX / 2;
  if (LIE == NOT_TEXT) out->len = 3;
  return TUTTI_OK;
}

FAULTY_PLUGIN(repeat)
