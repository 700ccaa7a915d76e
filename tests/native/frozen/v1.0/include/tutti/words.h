/* tutti/words.h: the capability "tutti.words" 1.0, generated from its declaration. Counts words over any
 * number of texts. */
#ifndef TUTTI_WORDS_H
#define TUTTI_WORDS_H

#include "tutti/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its id and its version, for TUTTI_OFFER and query, and the hash of its declaration. */
#define TUTTI_WORDS "tutti.words"
#define TUTTI_WORDS_MAJOR 1
#define TUTTI_WORDS_MINOR 0
#define TUTTI_WORDS_HASH UINT64_C(0x019FF837E6EFF2FB)

/* In messages: the record counts. */
typedef struct tutti_words_counts {
  uint64_t words; /* runs of bytes that are not ASCII white space */
  uint64_t lines; /* line feeds */
  uint64_t bytes; /* bytes of UTF-8 */
} tutti_words_counts_t;

/* In messages: the record word_count. */
typedef struct tutti_words_word_count {
  tutti_ref_t word; /* string: as it was spelled */
  uint64_t count;   /* how often it came */
} tutti_words_word_count_t;

/* The table of tutti.words. */
typedef struct tutti_words {
  tutti_table_t table;

  /* Counts one more text. A word ends with its text.
   *   call  number of this call, for tutti_host_t.cancelled
   *   text  what to count; UTF-8, borrowed
   *   out   what this text alone holds; owned by the caller on success, empty on failure; read it with
   *         tutti_words_read_counts
   * Returns TUTTI_OK; TUTTI_E_INVALID_ARGUMENT when text is not UTF-8; TUTTI_E_NOMEM when there is no
   * memory for its words; nothing of the text is counted then.
   * [host-thread, state: active]  since tutti.words 1.0 */
  tutti_status_t (*add)(tutti_instance_t *self, uint64_t call, tutti_span_t text, tutti_owned_t *out,
                        tutti_error_t *err);

  /* Tells what was counted since the start or the last reset.
   *   call  number of this call, for tutti_host_t.cancelled
   *   out   the sum over all texts; owned by the caller on success, empty on failure; read it with
   *         tutti_words_read_counts
   * Returns TUTTI_OK.
   * [host-thread, state: active]  since tutti.words 1.0 */
  tutti_status_t (*total)(tutti_instance_t *self, uint64_t call, tutti_owned_t *out, tutti_error_t *err);

  /* Lists the words that came most often; of equally frequent ones the smaller by bytes first.
   *   call   number of this call, for tutti_host_t.cancelled
   *   limit  how many words at most
   *   out    the words and their counts, most frequent first; owned by the caller on success, empty on
   *          failure; read it with tutti_words_read_word_count_list
   * Returns TUTTI_OK; TUTTI_E_NOMEM when there is no memory for the list.
   * [host-thread, state: active]  since tutti.words 1.0 */
  tutti_status_t (*most_frequent)(tutti_instance_t *self, uint64_t call, uint32_t limit, tutti_owned_t *out,
                                  tutti_error_t *err);

  /* Forgets everything that was counted.
   *   call  number of this call, for tutti_host_t.cancelled
   * Returns TUTTI_OK.
   * [host-thread, state: active]  since tutti.words 1.0 */
  tutti_status_t (*reset)(tutti_instance_t *self, uint64_t call, tutti_error_t *err);
} tutti_words_t;

/* A table of tutti.words, for C: TUTTI_WORDS_TABLE(.add = add, ...). */
#define TUTTI_WORDS_TABLE(...)                                                                        \
  {.table = {TUTTI_TABLE_HEAD(tutti_words_t, TUTTI_WORDS_MAJOR, TUTTI_WORDS_MINOR, TUTTI_WORDS_HASH), \
             tutti_words_invoke},                                                                     \
   __VA_ARGS__}

TUTTI_STATIC_ASSERT(sizeof(tutti_words_counts_t) == 24 && offsetof(tutti_words_counts_t, words) == 0 &&
                    offsetof(tutti_words_counts_t, lines) == 8 && offsetof(tutti_words_counts_t, bytes) == 16,
                    "counts");
TUTTI_STATIC_ASSERT(sizeof(tutti_words_word_count_t) == 16 && offsetof(tutti_words_word_count_t, word) == 0 &&
                    offsetof(tutti_words_word_count_t, count) == 8, "word_count");
TUTTI_STATIC_ASSERT(offsetof(tutti_words_t, add) == 40 &&
                    offsetof(tutti_words_t, total) == 40 + 1 * sizeof(void *) &&
                    offsetof(tutti_words_t, most_frequent) == 40 + 2 * sizeof(void *) &&
                    offsetof(tutti_words_t, reset) == 40 + 3 * sizeof(void *), "tutti.words");

#ifdef __cplusplus
}
#endif

#include "tutti/words_calls.h" /* reading, writing and calling */

#endif
