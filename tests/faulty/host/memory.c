/* Breaks a rule of memory, in the way that FAULT names. */
#include "fault.h"

enum {
  HOST_WITHOUT_END = 1, MALLOC_WITHOUT_END, LEAKS_BLOCKS, LEAKS_VALUE, LEAKS_MALLOC,
  FREES_TWICE, FREES_WRONG_SIZE, FREES_FOREIGN, FREED_THEN_HANDED_OVER, RELEASED_BY_FREE, UNMAPPED_THEN_HANDED_OVER,
  STATIC_HANDED_OVER, KEEPS_BORROWED, WRITES_PAST_BLOCK, WRITES_BEFORE_BLOCK, WRITES_PAST_ERROR, HUGE_BLOCK
};

static uint8_t bytes[8] = {'s', 't', 'a', 't', 'i', 'c', ' ', ' '};
static const uint8_t *kept;

static void release_nothing(tutti_owned_t *value) { (void)value; }
static void release_by_free(tutti_owned_t *value) { free(value->ptr); }

static tutti_status_t fault(tutti_instance_t *self, tutti_span_t text, uint32_t count, tutti_owned_t *out,
                            tutti_error_t *err) {
  tutti_status_t status = TUTTI_OK;
  uint8_t *block = NULL;
  switch (FAULT) {
    case HOST_WITHOUT_END:
      while ((block = take(self, 1 << 20)) != NULL) block[0] = 1;
      return refuse(err, TUTTI_E_NOMEM, "not even without end");
    case MALLOC_WITHOUT_END:
      while ((block = malloc(1 << 20)) != NULL) *(volatile uint8_t *)block = 1;
      *(volatile uint8_t *)block = 1;
      break;
    case HUGE_BLOCK:
      if (take(self, UINT64_MAX) != NULL) abort();
      return refuse(err, TUTTI_E_NOMEM, "no block of 16 exabytes");
    case LEAKS_BLOCKS: take(self, 24); break;
    case LEAKS_MALLOC: *(volatile uint8_t *)malloc(4096) = 1; break;
    case FREES_TWICE:
      block = take(self, 8);
      give_back(self, block, 8);
      give_back(self, block, 8);
      break;
    case FREES_WRONG_SIZE: give_back(self, take(self, 8), 7); break;
    case FREES_FOREIGN: give_back(self, bytes, 8); break;
    case WRITES_PAST_BLOCK:
    case WRITES_BEFORE_BLOCK:
      block = take(self, 8);
      if (FAULT == WRITES_PAST_BLOCK) memset(block, 'x', 9);
      else *((volatile uint8_t *)block - 1) = 'x';
      give_back(self, block, 8);
      break;
    case WRITES_PAST_ERROR:
      memset(err->msg, 'x', 65536);
      err->len = 65536;
      return TUTTI_E_INTERNAL;
    default: break;
  }
  if (FAULT == UNMAPPED_THEN_HANDED_OVER) {
    block = malloc(8 << 20);
    hand_over(self, TUTTI_TEXT_UTF8, block, 8 << 20, out);
    out->release = release_nothing;
    free(block);
    return TUTTI_OK;
  }
  if (FAULT == STATIC_HANDED_OVER) return hand_over(self, TUTTI_TEXT_UTF8, bytes, 8, out);
  status = repeat_right(self, text, count, out, err);
  if (FAULT == FREED_THEN_HANDED_OVER) give_back(self, out->ptr, out->cap);
  if (FAULT == LEAKS_VALUE) out->release = release_nothing;
  if (FAULT == RELEASED_BY_FREE) out->release = release_by_free;
  return status;
}

REPEAT(repeat) {
  (void)call;
  if (FAULT == KEEPS_BORROWED && kept != NULL) {
    tutti_span_t before = {kept, text.len};
    return repeat_right(self, before, count, out, err);
  }
  if (!is_fault(text)) return repeat_right(self, text, count, out, err);
  kept = text.ptr;
  return fault(self, text, count, out, err);
}

#define REPEAT_FUNCTION repeat
#include "descriptor.h"
