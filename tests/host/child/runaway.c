/* Starts processes that try to outlive it, in the way that the text names, and gives back what it was given. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static int is(tutti_span_t text, const char *word) {
  return text.len == strlen(word) && memcmp(text.ptr, word, strlen(word)) == 0;
}

static void pause_for_ever(void) {
  for (;;) pause();
}

static void run(tutti_span_t text) {
  static char *const words[] = {"sleep", "1000", NULL};
  if (is(text, "fork") && fork() == 0) {
    setsid();
    pause_for_ever();
  }
  /* Past what the C library runs in the copy. */
  if (is(text, "clone") && syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
    setsid();
    pause_for_ever();
  }
  if (is(text, "group") && syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
    setpgid(0, 0);
    pause_for_ever();
  }
  if (is(text, "program") && syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
    setsid();
    execvp(words[0], words);
    _exit(1);
  }
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)count;
  if (is(text, "crash")) *(volatile uint8_t *)(uintptr_t)8 = 1;
  run(text);
  uint8_t *copy = tutti_alloc(self, text.len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the copy");
  memcpy(copy, text.ptr, (size_t)text.len);
  return tutti_give_text(self, copy, text.len, out);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.runaway", "1.0.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
