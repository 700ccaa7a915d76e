/* tally.h: words and how often they came, in memory of the host. */
#ifndef TALLY_H
#define TALLY_H

#include "tutti/words.h"
#include "tutti_sdk.h"

/* A word that came at least once; an empty place of the table has count 0. */
typedef struct entry {
  uint64_t at; /* where its bytes begin in `letters` */
  uint64_t len;
  uint64_t count;
} entry_t;

/* The words, found by hash, each with its bytes in one block behind all others. */
typedef struct tally {
  tutti_words_counts_t total;
  entry_t *entries;
  uint64_t places; /* of the table: 0 or a power of two, never more than three quarters taken */
  uint64_t used;
  uint8_t *letters;
  uint64_t letters_len;
  uint64_t letters_cap;
} tally_t;

static inline void tally_free(tutti_instance_t *self, tally_t *tally) {
  tutti_free(self, tally->entries, tally->places * sizeof *tally->entries);
  tutti_free(self, tally->letters, tally->letters_cap);
  *tally = (tally_t){{0, 0, 0}, NULL, 0, 0, NULL, 0, 0};
}

/* The place of a word, or the empty place where it belongs; the table has one. */
static inline entry_t *tally_find(const tally_t *tally, tutti_span_t word) {
  uint64_t hash = 14695981039346656037u, at;
  for (uint64_t i = 0; i < word.len; i++) hash = (hash ^ word.ptr[i]) * 1099511628211u;
  for (at = hash;; at++) {
    entry_t *entry = &tally->entries[at & (tally->places - 1)];
    uint64_t same = 0;
    if (entry->count == 0) return entry;
    if (entry->len != word.len) continue;
    while (same < word.len && tally->letters[entry->at + same] == word.ptr[same]) same++;
    if (same == word.len) return entry;
  }
}

/* Makes room for `words` more words of `letters` bytes together. Returns 0 when there is no memory; what was
 * counted stays as it was either way. */
static inline int tally_reserve(tutti_instance_t *self, tally_t *tally, uint64_t words, uint64_t letters) {
  if (tally->letters_cap - tally->letters_len < letters) {
    uint64_t cap = tally->letters_len + letters + tally->letters_cap / 2;
    uint8_t *grown = tutti_alloc(self, cap);
    if (grown == NULL) return 0;
    tutti_message_copy(grown, tally->letters, tally->letters_len);
    tutti_free(self, tally->letters, tally->letters_cap);
    tally->letters = grown;
    tally->letters_cap = cap;
  }
  if (tally->used + words > tally->places / 4 * 3) {
    tally_t grown = *tally;
    for (grown.places = 16; tally->used + words > grown.places / 4 * 3;) grown.places *= 2;
    grown.entries = tutti_alloc(self, grown.places * sizeof *grown.entries);
    if (grown.entries == NULL) return 0;
    for (uint64_t i = 0; i < grown.places; i++) grown.entries[i] = (entry_t){0, 0, 0};
    for (uint64_t i = 0; i < tally->places; i++) {
      entry_t *entry = &tally->entries[i];
      if (entry->count == 0) continue;
      *tally_find(&grown, (tutti_span_t){tally->letters + entry->at, entry->len}) = *entry;
    }
    tutti_free(self, tally->entries, tally->places * sizeof *tally->entries);
    *tally = grown;
  }
  return 1;
}

/* Counts a word `count` times; room for it is reserved. */
static inline void tally_add(tally_t *tally, tutti_span_t word, uint64_t count) {
  entry_t *entry = tally_find(tally, word);
  if (entry->count == 0) {
    *entry = (entry_t){tally->letters_len, word.len, 0};
    tutti_message_copy(tally->letters + tally->letters_len, word.ptr, word.len);
    tally->letters_len += word.len;
    tally->used++;
  }
  entry->count += count;
}

/* --- The words of a text --------------------------------------------------------------------------------------- */

static inline int is_space(uint8_t byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Finds the next word at or behind *at, and moves *at behind it. Returns 0 when there is none. */
static inline int next_word(tutti_span_t text, uint64_t *at, tutti_span_t *word) {
  while (*at < text.len && is_space(text.ptr[*at])) ++*at;
  word->ptr = text.ptr + *at;
  word->len = 0;
  while (*at < text.len && !is_space(text.ptr[*at])) ++*at, ++word->len;
  return word->len > 0;
}

/* --- The order of words ------------------------------------------------------------------------------------ */

/* 1 when `a` belongs before `b`: it came more often, or as often and its bytes are the smaller ones. */
static inline int is_before(const tally_t *tally, const entry_t *a, const entry_t *b) {
  const uint8_t *x = tally->letters + a->at, *y = tally->letters + b->at;
  if (a->count != b->count) return a->count > b->count;
  for (uint64_t i = 0; i < a->len && i < b->len; i++) {
    if (x[i] != y[i]) return x[i] < y[i];
  }
  return a->len < b->len;
}

/* Lets the entry at `root` of a heap sink below those that belong behind it. */
static inline void sift(const tally_t *tally, entry_t *heap, uint64_t root, uint64_t end) {
  for (uint64_t child; (child = 2 * root + 1) < end; root = child) {
    entry_t moved = heap[root];
    if (child + 1 < end && is_before(tally, &heap[child], &heap[child + 1])) child++;
    if (!is_before(tally, &moved, &heap[child])) return;
    heap[root] = heap[child];
    heap[child] = moved;
  }
}

static inline void sort(const tally_t *tally, entry_t *entries, uint64_t count) {
  for (uint64_t root = count / 2; root-- > 0;) sift(tally, entries, root, count);
  for (uint64_t end = count; end-- > 1;) {
    entry_t last = entries[0];
    entries[0] = entries[end];
    entries[end] = last;
    sift(tally, entries, 0, end);
  }
}

#endif
