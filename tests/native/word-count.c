/* Drives examples/word-count, linked into this program, under the sanitizers: every allocation fails once, and every
 * byte of a saved state is changed once; after each the plugin answers as if nothing had been asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tutti/state.h"
#include "tutti/words.h"

const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);

/* --- A host that counts blocks and lets the nth allocation fail ---------------------------------------------- */

static uint64_t live, fail_in;

static void *host_alloc(const tutti_host_t *host, uint64_t size) {
  void *ptr;
  (void)host;
  if (fail_in > 0 && --fail_in == 0) return NULL;
  ptr = malloc((size_t)size);
  live += ptr != NULL;
  return ptr;
}

static void host_free(const tutti_host_t *host, void *ptr, uint64_t size) {
  (void)host, (void)size;
  if (ptr != NULL) live--;
  free(ptr);
}

static const tutti_host_t host = {
    .abi = {TUTTI_MAGIC, sizeof(tutti_host_t), TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR, 0, 0, 0},
    .alloc = host_alloc,
    .free = host_free,
};

/* --- Answers as text ------------------------------------------------------------------------------------------ */

#define REQUIRE(condition) \
  if (!(condition)) { \
    fprintf(stderr, "line %d: %s\n", __LINE__, #condition); \
    exit(1); \
  }

static const tutti_plugin_t *plugin;
static tutti_error_t err = {.struct_size = sizeof err};

static tutti_span_t span(const char *text) {
  return (tutti_span_t){(const uint8_t *)text, strlen(text)};
}

static const tutti_words_t *words_of(tutti_instance_t *self) {
  return (const tutti_words_t *)(const void *)plugin->query(self, TUTTI_WORDS, TUTTI_VERSION(1, 0));
}

static void release(tutti_owned_t *value) {
  if (value->release != NULL) value->release(value);
  memset(value, 0, sizeof *value);
}

/* What an instance answers: its total and its most frequent words. */
static void tell(tutti_instance_t *self, char *text, size_t size) {
  const tutti_words_t *words = words_of(self);
  tutti_owned_t out = {0};
  uint32_t count;
  size_t at;
  REQUIRE(words->total(self, 1, &out, &err) == TUTTI_OK);
  tutti_span_t message = {out.ptr, out.len};
  const tutti_words_counts_t *total = tutti_words_read_counts(message);
  REQUIRE(total != NULL);
  at = (size_t)snprintf(text, size, "%u %u %u", (unsigned)total->words, (unsigned)total->lines, (unsigned)total->bytes);
  release(&out);
  REQUIRE(words->most_frequent(self, 2, 100, &out, &err) == TUTTI_OK);
  message = (tutti_span_t){out.ptr, out.len};
  const tutti_words_word_count_t *items = tutti_words_read_word_count_list(message, &count);
  REQUIRE(items != NULL);
  for (uint32_t i = 0; i < count; i++) {
    tutti_span_t word = tutti_message_bytes(message, items[i].word);
    at += (size_t)snprintf(text + at, size - at, " %.*s:%u", (int)word.len, (const char *)word.ptr,
                           (unsigned)items[i].count);
  }
  release(&out);
}

static int tells(tutti_instance_t *self, const char *expected) {
  char text[4096];
  tell(self, text, sizeof text);
  if (strcmp(text, expected) != 0) fprintf(stderr, "expected %s\ngot      %s\n", expected, text);
  return strcmp(text, expected) == 0;
}

static tutti_instance_t *create(void) {
  tutti_instance_t *self = NULL;
  REQUIRE(plugin->create(&host, &self, &err) == TUTTI_OK);
  return self;
}

static void end(tutti_instance_t *self) {
  REQUIRE(plugin->live(self) == 0);
  REQUIRE(plugin->stop(self, &err) == TUTTI_OK);
  plugin->destroy(self);
}

/* --- What must hold -------------------------------------------------------------------------------------------- */

static const char many[] =
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen\n"
    "one two three four five six seven eight nine ten caf\xC3\xA9 caf\xC3\xA9";
static const char before[] = "3 1 14 b:2 a:1";
static const char after[] =
    "31 2 171 b:2 caf\xC3\xA9:2 eight:2 five:2 four:2 nine:2 one:2 seven:2 six:2 ten:2 three:2 two:2 a:1 eleven:1 "
    "fifteen:1 fourteen:1 sixteen:1 thirteen:1 twelve:1";

/* Adds `many` with the nth allocation failing. Returns 0 once none failed. */
static int add_failing_at(uint64_t nth) {
  tutti_instance_t *self = create();
  tutti_owned_t out = {0};
  tutti_status_t status;
  REQUIRE(words_of(self)->add(self, 1, span("\tb   b  a \r\n  "), &out, &err) == TUTTI_OK);
  release(&out);
  REQUIRE(tells(self, before));
  fail_in = nth;
  status = words_of(self)->add(self, 2, span(many), &out, &err);
  int failed = fail_in == 0;
  fail_in = 0;
  REQUIRE(status == (failed ? TUTTI_E_NOMEM : TUTTI_OK));
  release(&out);
  REQUIRE(tells(self, failed ? before : after));
  if (failed) {
    REQUIRE(words_of(self)->add(self, 3, span(many), &out, &err) == TUTTI_OK);
    release(&out);
    REQUIRE(tells(self, after));
  }
  end(self);
  REQUIRE(live == 0);
  return failed;
}

/* Reads, saves and restores with the nth allocation failing. Returns 0 once none failed. */
static int carry_failing_at(uint64_t nth) {
  tutti_instance_t *self = create(), *next = create();
  tutti_owned_t out = {0}, state = {0};
  int failed = 0;
  REQUIRE(words_of(self)->add(self, 1, span("\tb   b  a \r\n  "), &out, &err) == TUTTI_OK);
  release(&out);
  fail_in = nth;
  if (words_of(self)->total(self, 1, &out, &err) != TUTTI_OK) failed = 1;
  release(&out);
  if (words_of(self)->most_frequent(self, 2, 9, &out, &err) != TUTTI_OK) failed = 1;
  release(&out);
  if (plugin->save(self, 1, &state, &err) != TUTTI_OK) failed = 1;
  fail_in = failed ? 0 : fail_in;
  if (state.ptr == NULL) REQUIRE(plugin->save(self, 1, &state, &err) == TUTTI_OK);
  tutti_span_t saved = {state.ptr, state.len};
  if (plugin->restore(next, 1, saved, &err) != TUTTI_OK) {
    failed = 1;
    REQUIRE(tells(next, "0 0 0"));
    REQUIRE(plugin->restore(next, 1, saved, &err) == TUTTI_OK);
  }
  failed |= nth > 0 && fail_in == 0;
  fail_in = 0;
  REQUIRE(tells(self, before) && tells(next, before));
  release(&state);
  end(self);
  end(next);
  REQUIRE(live == 0);
  return failed;
}

static void change_every_byte(void) {
  tutti_instance_t *self = create();
  tutti_owned_t out = {0}, state = {0};
  uint64_t accepted = 0, refused = 0;
  REQUIRE(words_of(self)->add(self, 1, span("b b a"), &out, &err) == TUTTI_OK);
  release(&out);
  REQUIRE(plugin->save(self, 1, &state, &err) == TUTTI_OK);
  for (uint64_t at = 0; at < state.len; at++) {
    for (int bit = 0; bit < 8; bit++) {
      uint8_t *copy = malloc((size_t)state.len);
      tutti_instance_t *next = create();
      memcpy(copy, state.ptr, (size_t)state.len);
      copy[at] ^= (uint8_t)(1 << bit);
      tutti_status_t status = plugin->restore(next, 1, (tutti_span_t){copy, state.len}, &err);
      REQUIRE(status == TUTTI_OK || status == TUTTI_E_INVALID_ARGUMENT);
      status == TUTTI_OK ? accepted++ : refused++;
      if (status != TUTTI_OK) REQUIRE(tells(next, "0 0 0"));
      free(copy);
      end(next);
    }
  }
  for (uint64_t len = 0; len < state.len; len++) {
    uint8_t *copy = malloc((size_t)len + 1);
    tutti_instance_t *next = create();
    memcpy(copy, state.ptr, (size_t)len);
    REQUIRE(plugin->restore(next, 1, (tutti_span_t){copy, len}, &err) == TUTTI_E_INVALID_ARGUMENT);
    free(copy);
    end(next);
  }
  REQUIRE(plugin->restore(self, 2, (tutti_span_t){state.ptr, state.len}, &err) == TUTTI_E_UNSUPPORTED);
  release(&state);
  REQUIRE(plugin->save(self, 2, &state, &err) == TUTTI_E_UNSUPPORTED);
  end(self);
  printf("%u changed states refused, %u with another total or word read\n", (unsigned)refused, (unsigned)accepted);
}

int main(void) {
  uint64_t adds = 1, carries = 1;
  plugin = tutti_plugin_entry_v1(&host.abi, &err);
  REQUIRE(plugin != NULL && (plugin->abi.flags & TUTTI_PLUGIN_STATEFUL) != 0);
  while (add_failing_at(adds)) adds++;
  while (carry_failing_at(carries)) carries++;
  printf("%u allocations of add failed, %u of reading, saving and restoring\n", (unsigned)adds - 1,
         (unsigned)carries - 1);
  change_every_byte();
  REQUIRE(live == 0);
  return 0;
}
