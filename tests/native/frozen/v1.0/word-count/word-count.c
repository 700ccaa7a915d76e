/* word-count: a plugin with state. It counts the words of any number of texts, and carries its counts over to the
 * next version of itself. Whatever it is asked to do, it gets all the memory first and changes its counts last:
 * when memory runs out, nothing has changed. */
#include "tally.h"
#include "tutti/state.h"
#include "tutti/words.h"
#include "tutti_sdk.h"

/* #region instance */
typedef struct counter {
  tutti_instance_t base; /* first: the SDK's own part */
  tally_t tally;
} counter_t;

static tally_t *tally_of(tutti_instance_t *self) {
  return &((counter_t *)(void *)self)->tally;
}
/* #endregion instance */

/* --- tutti.words ------------------------------------------------------------------------------------------- */

static tutti_status_t give_counts(tutti_instance_t *self, const tutti_words_counts_t *counts, tutti_owned_t *out,
                                  tutti_error_t *err) {
  tutti_writer_t writer = tutti_writer(self->host);
  tutti_words_write_counts(&writer, counts);
  return tutti_give_message(self, &writer, out, err);
}

static tutti_status_t add(tutti_instance_t *self, uint64_t call, tutti_span_t text, tutti_owned_t *out,
                          tutti_error_t *err) {
  tally_t *tally = tally_of(self);
  tutti_words_counts_t counts = {0, 0, text.len};
  tutti_span_t word;
  tutti_status_t status;
  (void)call;
  if (!tutti_is_utf8(text)) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the text is not valid UTF-8");
  for (uint64_t at = 0; next_word(text, &at, &word);) counts.words++;
  for (uint64_t at = 0; at < text.len; at++) counts.lines += text.ptr[at] == '\n';
  if (!tally_reserve(self, tally, counts.words, text.len))
    return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the words");
  status = give_counts(self, &counts, out, err);
  if (status != TUTTI_OK) return status;

  for (uint64_t at = 0; next_word(text, &at, &word);) tally_add(tally, word, 1);
  tally->total.words += counts.words;
  tally->total.lines += counts.lines;
  tally->total.bytes += counts.bytes;
  return TUTTI_OK;
}

static tutti_status_t total(tutti_instance_t *self, uint64_t call, tutti_owned_t *out, tutti_error_t *err) {
  (void)call;
  return give_counts(self, &tally_of(self)->total, out, err);
}

static tutti_status_t most_frequent(tutti_instance_t *self, uint64_t call, uint32_t limit, tutti_owned_t *out,
                                    tutti_error_t *err) {
  const tally_t *tally = tally_of(self);
  uint64_t size = tally->used * sizeof(entry_t), count = 0;
  entry_t *sorted = tutti_alloc(self, size);
  tutti_writer_t writer = tutti_writer(self->host);
  uint32_t given, items;
  (void)call;
  if (sorted == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the list");
  for (uint64_t i = 0; i < tally->places; i++) {
    if (tally->entries[i].count > 0) sorted[count++] = tally->entries[i];
  }
  sort(tally, sorted, count);
  given = count < limit ? (uint32_t)count : limit;
  items = tutti_words_begin_word_count_list(&writer, given);
  for (uint32_t i = 0; i < given; i++) {
    tutti_span_t word = {tally->letters + sorted[i].at, sorted[i].len};
    tutti_words_word_count_t item = {tutti_writer_bytes(&writer, word, 1), sorted[i].count};
    tutti_words_put_word_count(&writer, items, i, &item);
  }
  tutti_free(self, sorted, size);
  return tutti_give_message(self, &writer, out, err);
}

static tutti_status_t reset(tutti_instance_t *self, uint64_t call, tutti_error_t *err) {
  (void)call, (void)err;
  tally_free(self, tally_of(self));
  return TUTTI_OK;
}

/* --- tutti.state, save and restore --------------------------------------------------------------------------- */

/* #region state */
/* Schema 1, little-endian: u64 words, lines, bytes, entries; then for each entry u64 count, u64 length and that
 * many bytes of UTF-8, in no order. */
#define SCHEMA 1u
#define HEAD_BYTES 32u
#define ENTRY_BYTES 16u

static uint64_t state_size(const tally_t *tally) {
  return HEAD_BYTES + tally->used * ENTRY_BYTES + tally->letters_len;
}

static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  const tally_t *tally = tally_of(self);
  uint64_t size = state_size(tally), at = HEAD_BYTES;
  uint64_t head[] = {tally->total.words, tally->total.lines, tally->total.bytes, tally->used};
  uint8_t *state;
  if (schema != SCHEMA) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "word-count saves schema 1 only");
  state = tutti_alloc(self, size);
  if (state == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the state");
  tutti_message_copy(state, head, sizeof head);
  for (uint64_t i = 0; i < tally->places; i++) {
    const entry_t *entry = &tally->entries[i];
    if (entry->count == 0) continue;
    tutti_message_copy(state + at, &entry->count, 8);
    tutti_message_copy(state + at + 8, &entry->len, 8);
    tutti_message_copy(state + at + ENTRY_BYTES, tally->letters + entry->at, entry->len);
    at += ENTRY_BYTES + entry->len;
  }
  return tutti_give_bytes(self, state, size, out);
}
/* #endregion state */

/* Reads a state into `tally`. Returns TUTTI_OK, TUTTI_E_INVALID_ARGUMENT or TUTTI_E_NOMEM. */
static tutti_status_t read_state(tutti_instance_t *self, tutti_span_t state, tally_t *tally) {
  uint64_t head[4], part[2], at = HEAD_BYTES, inside, words = 0;
  tutti_span_t word, whole;
  if (state.len < HEAD_BYTES) return TUTTI_E_INVALID_ARGUMENT;
  tutti_message_copy(head, state.ptr, sizeof head);
  if (head[3] > (state.len - HEAD_BYTES) / ENTRY_BYTES) return TUTTI_E_INVALID_ARGUMENT;
  if (!tally_reserve(self, tally, head[3], state.len - HEAD_BYTES)) return TUTTI_E_NOMEM;
  for (uint64_t i = 0; i < head[3]; i++, at += ENTRY_BYTES + word.len) {
    if (state.len - at < ENTRY_BYTES) return TUTTI_E_INVALID_ARGUMENT;
    tutti_message_copy(part, state.ptr + at, sizeof part);
    if (part[1] > state.len - at - ENTRY_BYTES) return TUTTI_E_INVALID_ARGUMENT;
    whole = (tutti_span_t){state.ptr + at + ENTRY_BYTES, part[1]};
    inside = 0;
    if (!next_word(whole, &inside, &word) || word.len != whole.len) return TUTTI_E_INVALID_ARGUMENT;
    if (!tutti_is_utf8(word) || tally_find(tally, word)->count > 0) return TUTTI_E_INVALID_ARGUMENT;
    if (part[0] == 0 || part[0] > head[0] - words) return TUTTI_E_INVALID_ARGUMENT;
    tally_add(tally, word, part[0]);
    words += part[0];
  }
  tally->total = (tutti_words_counts_t){head[0], head[1], head[2]};
  return at == state.len && words == head[0] ? TUTTI_OK : TUTTI_E_INVALID_ARGUMENT;
}

static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  tally_t read = {{0, 0, 0}, NULL, 0, 0, NULL, 0, 0};
  tutti_status_t status;
  if (schema != SCHEMA) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "word-count restores schema 1 only");
  status = read_state(self, state, &read);
  if (status == TUTTI_OK) {
    tally_free(self, tally_of(self));
    *tally_of(self) = read;
    return TUTTI_OK;
  }
  tally_free(self, &read);
  return tutti_fail(err, status,
                    status == TUTTI_E_NOMEM ? "no memory for the state" : "this is no state of schema 1");
}

static tutti_status_t describe(tutti_instance_t *self, uint64_t call, tutti_owned_t *out, tutti_error_t *err) {
  const tally_t *tally = tally_of(self);
  tutti_state_state_info_t info = {SCHEMA, tally->used, state_size(tally)};
  tutti_writer_t writer = tutti_writer(self->host);
  (void)call;
  tutti_state_write_state_info(&writer, &info);
  return tutti_give_message(self, &writer, out, err);
}

/* --- The plugin -------------------------------------------------------------------------------------------- */

/* #region plugin */
static void destroy(tutti_instance_t *self) {
  tally_free(self, tally_of(self));
  tutti_destroy(self);
}

static const tutti_words_t words_table =
    TUTTI_WORDS_TABLE(.add = add, .total = total, .most_frequent = most_frequent, .reset = reset);
static const tutti_state_t state_table = TUTTI_STATE_TABLE(.describe = describe, .reset = reset);

TUTTI_PLUGIN_WITH("org.tutti.word-count", "1.0.0", counter_t,
                  TUTTI_OFFERS(TUTTI_OFFER(TUTTI_WORDS, &words_table), TUTTI_OFFER(TUTTI_STATE, &state_table)),
                  .abi.flags = TUTTI_PLUGIN_STATEFUL, .save = save, .restore = restore, .destroy = destroy)
/* #endregion plugin */
