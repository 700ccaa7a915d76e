/* Runs one plugin of tutti.text under the compiler's own sanitizers, over the host services of the native host:
 * the same life as in the lab. What a sanitizer cannot see, since the host survives it, is printed with the stack
 * that did it. */
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "services.h"
#include "tutti/text.h"

const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);

/* sanitizer/common_interface_defs.h of gcc 12 does not declare it. */
void __sanitizer_symbolize_pc(void *pc, const char *format, char *out, size_t size);

enum { QUOTA = 1 << 20, MOST_BLOCKS = 256, MOST_FRAMES = 32 };

static void *blocks[MOST_BLOCKS];
static int isEnding = 0;

static void say(const char *what) {
  fprintf(stderr, "harness: %s\n", what);
}

static void tell_with_stack(const char *what) {
  say(what);
  __sanitizer_print_stack_trace();
}

static const char *const misuses[] = {"", "unknown-pointer", "freed-before", "wrong-size", "written-past"};

/* Reads the events so far; a misuse is printed with the stack of whoever called. */
static void read_events(tutti_host_t *host) {
  static uint8_t bytes[1 << 16];
  uint64_t len = tutti_services_read(host, bytes, sizeof bytes);
  for (uint64_t at = 0; at < len;) {
    tutti_event_t event;
    memcpy(&event, bytes + at, sizeof event);
    at += sizeof event + (event.len + 7) / 8 * 8;
    if (event.kind == TUTTI_EVENT_ALLOC && event.block < MOST_BLOCKS) blocks[event.block] = (void *)(uintptr_t)event.value;
    if (event.kind == TUTTI_EVENT_FREE && event.block < MOST_BLOCKS) blocks[event.block] = NULL;
    if (event.kind == TUTTI_EVENT_MISUSE) {
      char what[64];
      snprintf(what, sizeof what, "misuse: %s", misuses[event.value]);
      tell_with_stack(what);
    }
  }
}

static void (*host_free)(const tutti_host_t *host, void *ptr, uint64_t size);

/* The host's own free, and a look at what it thought of it. */
static void watched_free(const tutti_host_t *host, void *ptr, uint64_t size) {
  host_free(host, ptr, size);
  read_events((tutti_host_t *)(uintptr_t)host);
}

static void too_long(int number) {
  (void)number;
  tell_with_stack("no return after 2 s");
  _exit(3);
}

static void ended(void) {
  if (!isEnding) tell_with_stack("the process ends");
}

/* What one call may take, in time of the processor: others may keep it busy. */
static const struct itimerval longest = {.it_value = {2, 0}}, never;

static void call(const tutti_text_t *table, tutti_instance_t *self, uint64_t number, const uint8_t *text, uint64_t len,
                 uint32_t count) {
  uint8_t *lent = malloc(len);
  tutti_owned_t out = {0};
  tutti_error_t err = {.struct_size = sizeof err};
  memcpy(lent, text, len);
  setitimer(ITIMER_VIRTUAL, &longest, NULL);
  tutti_status_t status = table->repeat(self, number, (tutti_span_t){lent, len}, count, &out, &err);
  setitimer(ITIMER_VIRTUAL, &never, NULL);
  free(lent);
  if (status != TUTTI_OK) return;
  if (out.release == NULL) return say("bad result: no release function");
  if (out.len > out.cap) {
    say("bad result: longer than its capacity");
    exit(0);
  }
  uint8_t *copy = malloc(out.len + 1);
  memcpy(copy, out.ptr, out.len);
  free(copy);
  out.release(&out);
}

/* A call as a program is told of it: the text's bytes as hexadecimal digits, and how often to repeat it. */
static void call_as_told(const tutti_text_t *table, tutti_instance_t *self, uint64_t number, const char *digits,
                         const char *count) {
  uint64_t len = strlen(digits) / 2;
  uint8_t *text = malloc(len);
  for (uint64_t i = 0; i < len; i++) text[i] = (uint8_t)strtoul((char[]){digits[2 * i], digits[2 * i + 1], 0}, NULL, 16);
  call(table, self, number, text, len, (uint32_t)strtoul(count, NULL, 10));
  free(text);
}

static void tell_leaks(void) {
  for (int i = 0; i < MOST_BLOCKS; i++) {
    void *frames[MOST_FRAMES];
    int thread;
    if (blocks[i] == NULL) continue;
    say("leak: block");
    size_t count = __asan_get_alloc_stack(blocks[i], frames, MOST_FRAMES, &thread);
    for (size_t frame = 0; frame < count; frame++) {
      char text[512] = "";
      __sanitizer_symbolize_pc(frames[frame], "    #0 %p in %f %s:%l:%c", text, sizeof text);
      fprintf(stderr, "%s\n", text);
    }
  }
}

/* Arguments: the calls, two words each; without any, the life of a seeded mistake. */
int main(int count, char **words) {
  tutti_error_t err = {.struct_size = sizeof err};
  tutti_host_t *host = tutti_services_open(QUOTA, 1, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR);
  tutti_instance_t *self = NULL;
  signal(SIGVTALRM, too_long);
  atexit(ended);
  host_free = host->free;
  host->free = watched_free;
  const tutti_plugin_t *plugin = tutti_plugin_entry_v1(&host->abi, &err);
  plugin->create(host, &self, &err);
  plugin->start(self, &err);
  const tutti_text_t *table = (const tutti_text_t *)(const void *)plugin->query(self, TUTTI_TEXT, TUTTI_VERSION(1, 0));
  if (count == 1) {
    call(table, self, 1, (const uint8_t *)"cool", 4, 3);
    call(table, self, 2, (const uint8_t *)"lala", 4, 3);
  }
  for (int at = 1; at + 1 < count; at += 2)
    call_as_told(table, self, (uint64_t)(at + 1) / 2, words[at], words[at + 1]);
  plugin->stop(self, &err);
  plugin->destroy(self);
  read_events(host);
  tell_leaks();
  isEnding = 1;
  tutti_services_close(host);
  return 0;
}
