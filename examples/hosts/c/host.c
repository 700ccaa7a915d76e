/* host: loads Tutti plugins with dlopen and nothing but tutti.h. Prints what they say, and whether they gave everything
 * back. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tutti.h"
#include "tutti/text.h"
#include "tutti/words.h"

/* #region services */
/* The host's table, and what its plugin holds. */
typedef struct books {
  tutti_host_t host; /* first: the plugin gets its address */
  uint64_t blocks;
  uint64_t bytes;
} books_t;

enum { QUOTA_BYTES = 1 << 20 };

static void *services_alloc(const tutti_host_t *host, uint64_t size) {
  books_t *books = (books_t *)(uintptr_t)host;
  void *block = size > QUOTA_BYTES - books->bytes ? NULL : malloc(size > 0 ? (size_t)size : 1);
  if (block == NULL) return NULL;
  books->blocks++;
  books->bytes += size;
  return block;
}

static void services_free(const tutti_host_t *host, void *block, uint64_t size) {
  books_t *books = (books_t *)(uintptr_t)host;
  if (block == NULL) return;
  books->blocks--;
  books->bytes -= size;
  free(block);
}

static void services_log(const tutti_host_t *host, int32_t level, tutti_span_t text) {
  (void)host, (void)level;
  fprintf(stderr, "%.*s\n", (int)text.len, (const char *)text.ptr);
}

static const tutti_table_t *services_query(const tutti_host_t *host, const char *capability, uint32_t min_version,
                                           tutti_instance_t **provider) {
  (void)host, (void)capability, (void)min_version;
  *provider = NULL;
  return NULL;
}

static uint32_t services_cancelled(const tutti_host_t *host, uint64_t call) {
  (void)host, (void)call;
  return 0;
}

static tutti_status_t services_post(const tutti_host_t *host, tutti_span_t topic, tutti_span_t payload) {
  (void)host, (void)topic, (void)payload;
  return TUTTI_E_LIMIT;
}

static const tutti_abi_t spoken = {
    TUTTI_MAGIC, sizeof(tutti_host_t), TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR, 0, 0, 0};

static books_t new_books(void) {
  books_t books = {{spoken, services_alloc, services_free, services_log, services_query, services_cancelled,
                    services_post},
                   0,
                   0};
  return books;
}
/* #endregion services */

/* --- Printing ---------------------------------------------------------------------------------------------- */

static const char *status_name(tutti_status_t status) {
#define NAME_OF(name, value, meaning) \
  if (status == name) return #name;
  TUTTI_STATUSES(NAME_OF)
#undef NAME_OF
  return "an unknown status";
}

static tutti_error_t new_error(void) {
  tutti_error_t err;
  memset(&err, 0, sizeof err);
  err.struct_size = sizeof err;
  return err;
}

static void refused(const char *what, tutti_status_t status, const tutti_error_t *err) {
  printf("  %s is refused: %.*s (%s)\n", what, (int)err->len, err->msg, status_name(status));
}

static void left_behind(const books_t *books) {
  printf("  left behind: %llu blocks, %llu bytes\n", (unsigned long long)books->blocks,
         (unsigned long long)books->bytes);
}

static tutti_span_t text_of(const char *text) {
  tutti_span_t span = {(const uint8_t *)text, strlen(text)};
  return span;
}

static tutti_span_t borrowed(const tutti_owned_t *value) {
  tutti_span_t span = {value->ptr, value->len};
  return span;
}

/* --- tutti.text -------------------------------------------------------------------------------------------- */

/* #region call */
static void repeat(const tutti_text_t *table, tutti_instance_t *self, const char *what, tutti_span_t text,
                   uint32_t count) {
  tutti_error_t err = new_error();
  tutti_owned_t result;
  memset(&result, 0, sizeof result);
  tutti_status_t status = table->repeat(self, 1, text, count, &result, &err);
  if (status != TUTTI_OK) {
    refused(what, status, &err);
    return;
  }
  printf("  %s is \"%.*s\"\n", what, (int)result.len, (const char *)result.ptr);
  result.release(&result);
}
/* #endregion call */

static void use_text(const tutti_text_t *table, tutti_instance_t *self) {
  const uint8_t malformed[] = {0xff};
  repeat(table, self, "repeat(\"cool\", 3)", text_of("cool"), 3);
  repeat(table, self, "repeat(\"cool\", 0)", text_of("cool"), 0);
  repeat(table, self, "repeat(<ff>, 1)", (tutti_span_t){malformed, sizeof malformed}, 1);
  repeat(table, self, "repeat(\"cool\", 4294967295)", text_of("cool"), 4294967295u);
}

/* --- tutti.words ------------------------------------------------------------------------------------------- */

static void print_counts(const char *what, tutti_owned_t *message) {
  const tutti_words_counts_t *counts = tutti_words_read_counts(borrowed(message));
  if (counts == NULL) printf("  %s is malformed\n", what);
  else
    printf("  %s is %llu words, %llu lines, %llu bytes\n", what, (unsigned long long)counts->words,
           (unsigned long long)counts->lines, (unsigned long long)counts->bytes);
  message->release(message);
}

static void print_words(const tutti_words_t *table, tutti_instance_t *self) {
  tutti_error_t err = new_error();
  tutti_owned_t message;
  uint32_t count;
  if (table->most_frequent(self, 1, 9, &message, &err) != TUTTI_OK) return;
  const tutti_words_word_count_t *items = tutti_words_read_word_count_list(borrowed(&message), &count);
  printf("  most_frequent(9) is");
  for (uint32_t i = 0; i < count; i++) {
    tutti_span_t word = tutti_message_bytes(borrowed(&message), items[i].word);
    printf("%s %.*s %llu", i == 0 ? "" : ",", (int)word.len, (const char *)word.ptr,
           (unsigned long long)items[i].count);
  }
  printf("\n");
  message.release(&message);
}

/* #region state */
/* Saves the state of `self`, and lets a second instance go on with it. */
static void hand_over(const tutti_plugin_t *plugin, tutti_instance_t *self) {
  tutti_error_t err = new_error();
  books_t books = new_books(); /* each instance has a host table of its own */
  tutti_owned_t state, total;
  tutti_instance_t *next;
  const uint8_t malformed[] = {1};
  tutti_status_t status = plugin->save(self, 2, &state, &err);
  if (status != TUTTI_OK) refused("save(2)", status, &err);
  if (plugin->save(self, 1, &state, &err) != TUTTI_OK) return;
  printf("  save(1) is %llu bytes; live is %llu\n", (unsigned long long)state.len,
         (unsigned long long)plugin->live(self));

  if (plugin->create(&books.host, &next, &err) == TUTTI_OK) {
    status = plugin->restore(next, 1, (tutti_span_t){malformed, sizeof malformed}, &err);
    if (status != TUTTI_OK) refused("restore(1, <01>)", status, &err);
    if (plugin->restore(next, 1, borrowed(&state), &err) == TUTTI_OK && plugin->start(next, &err) == TUTTI_OK) {
      const tutti_words_t *words =
          (const tutti_words_t *)plugin->query(next, TUTTI_WORDS, TUTTI_VERSION(1, 0));
      if (words->total(next, 1, &total, &err) == TUTTI_OK) print_counts("the restored total()", &total);
      plugin->stop(next, &err);
    }
    plugin->destroy(next);
  }
  left_behind(&books);
  state.release(&state);
}
/* #endregion state */

static void use_words(const tutti_words_t *table, const tutti_plugin_t *plugin, tutti_instance_t *self) {
  tutti_error_t err = new_error();
  tutti_owned_t counts;
  if (table->add(self, 1, text_of("la mi la\nsol\n"), &counts, &err) == TUTTI_OK)
    print_counts("add(\"la mi la\\nsol\\n\")", &counts);
  print_words(table, self);
  if (plugin->save != NULL) hand_over(plugin, self);
}

/* --- A plugin ---------------------------------------------------------------------------------------------- */

static void use(const tutti_plugin_t *plugin, tutti_instance_t *self) {
  const tutti_table_t *text = plugin->query(self, TUTTI_TEXT, TUTTI_VERSION(1, 0));
  const tutti_table_t *words = plugin->query(self, TUTTI_WORDS, TUTTI_VERSION(1, 0));
  if (text != NULL) use_text((const tutti_text_t *)text, self);
  if (words != NULL) use_words((const tutti_words_t *)words, plugin, self);
  printf("  live is %llu\n", (unsigned long long)(plugin->live == NULL ? 0 : plugin->live(self)));
}

/* #region open */
/* Returns 0 when the plugin gave everything back. */
static int run(const char *file) {
  tutti_error_t err = new_error();
  tutti_abi_t later = spoken;
  books_t books = new_books();
  tutti_instance_t *self;
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  void *symbol = library == NULL ? NULL : dlsym(library, TUTTI_ENTRY_SYMBOL);
  tutti_plugin_entry_t entry;
  if (symbol == NULL) {
    printf("Cannot load a plugin: %s\n", dlerror());
    return 1;
  }
  memcpy(&entry, &symbol, sizeof entry);
  later.major++;
  if (entry(&later, &err) == NULL) printf("a host of ABI 2 is refused: %.*s\n", (int)err.len, err.msg);

  const tutti_plugin_t *plugin = entry(&books.host.abi, &err);
  if (plugin == NULL) {
    printf("Cannot use a plugin: %.*s\n", (int)err.len, err.msg);
    return 1;
  }
  printf("%s %s, flags %u\n", plugin->id, plugin->version, (unsigned)plugin->abi.flags);
  if (plugin->create(&books.host, &self, &err) == TUTTI_OK) {
    if (plugin->start(self, &err) == TUTTI_OK) {
      use(plugin, self);
      plugin->stop(self, &err);
    }
    plugin->destroy(self);
  }
  left_behind(&books);
  dlclose(library);
  return books.blocks > 0;
}
/* #endregion open */

int main(int count, char **files) {
  int failures = 0;
  for (int i = 1; i < count; i++) failures += run(files[i]);
  return failures > 0;
}
