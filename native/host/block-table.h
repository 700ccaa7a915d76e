/* block-table.h: which blocks of memory a plugin holds, by address. Not locked. */
#ifndef TUTTI_BLOCK_TABLE_H
#define TUTTI_BLOCK_TABLE_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A sanitizer sees a use after free itself, unless the memory is kept. */
#if defined(__SANITIZE_ADDRESS__)
#define SEES_USE_AFTER_FREE 1
#else
#define SEES_USE_AFTER_FREE 0
#endif

/* Known bytes on both sides of a block. A plugin that writes past it writes here first; and to C's free, the ones
 * before it are the size of no block, so that free stops the process at once instead of corrupting its memory. */
static const uint8_t guard[16] = {0x9d, 0x41, 0x77, 0x0e, 0x5b, 0xa2, 0x38, 0xc6,
                                  0xf0, 0xf7, 0xe4, 0xfa, 0x8c, 0xf1, 0xc3, 0xde};
#define GUARD_BYTES (SEES_USE_AFTER_FREE ? (size_t)0 : sizeof guard)

static inline void *guarded_alloc(uint64_t size) {
  if (size > SIZE_MAX - 3 * sizeof guard) return NULL;
  uint8_t *memory = malloc((size > 0 ? (size_t)size : 1) + 2 * GUARD_BYTES);
  if (memory == NULL) return NULL;
  memcpy(memory, guard, GUARD_BYTES);
  memcpy(memory + GUARD_BYTES + size, guard, GUARD_BYTES);
  return memory + GUARD_BYTES;
}

/* 1 when the bytes around a block are what they were. */
static inline int is_whole(const void *ptr, uint64_t size) {
  const uint8_t *block = ptr;
  return memcmp(block - GUARD_BYTES, guard, GUARD_BYTES) == 0 && memcmp(block + size, guard, GUARD_BYTES) == 0;
}

static inline void guarded_free(void *ptr) {
  if (ptr != NULL) free((uint8_t *)ptr - GUARD_BYTES);
}

typedef struct block {
  void *ptr; /* NULL = never used */
  uint64_t number;
  uint64_t size;
  uint32_t freed; /* 1 = a grave, so that a second free is told from an unknown pointer */
} block_t;

typedef struct block_table {
  block_t *blocks; /* open addressing, capacity a power of two */
  uint64_t capacity, used;
} block_table_t;

/* The block at `ptr`, alive or freed, or the empty slot where it would go; NULL while the table is empty. */
static inline block_t *blocks_find(const block_table_t *table, const void *ptr) {
  if (table->capacity == 0) return NULL;
  uint64_t x = (uint64_t)(uintptr_t)ptr;
  x = (x ^ x >> 33) * 0xff51afd7ed558ccdULL;
  uint64_t i = (x ^ x >> 29) & (table->capacity - 1);
  while (table->blocks[i].ptr != NULL && table->blocks[i].ptr != ptr) i = (i + 1) & (table->capacity - 1);
  return &table->blocks[i];
}

/* Makes room for one more; graves are left behind when the table grows. Returns 0 when memory is out. */
static inline int blocks_reserve(block_table_t *table, uint64_t live) {
  if ((table->used + 1) * 2 <= table->capacity) return 1;
  uint64_t grown = table->capacity * (live * 4 > table->capacity ? 2 : 1);
  block_table_t next = {NULL, live * 4 < 64 ? 64 : grown, 0};
  next.blocks = calloc((size_t)next.capacity, sizeof *next.blocks);
  if (next.blocks == NULL) return 0;
  for (uint64_t i = 0; i < table->capacity; i++) {
    const block_t *block = &table->blocks[i];
    if (block->ptr == NULL || block->freed) continue;
    *blocks_find(&next, block->ptr) = *block;
    next.used++;
  }
  free(table->blocks);
  *table = next;
  return 1;
}

/* Frees the table and every block that is still alive in it. */
static inline void blocks_free(block_table_t *table) {
  for (uint64_t i = 0; i < table->capacity; i++)
    if (!table->blocks[i].freed) guarded_free(table->blocks[i].ptr);
  free(table->blocks);
}

#endif
