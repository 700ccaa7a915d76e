/* Ends its process, in the way that FAULT names, during the step that AT names. */
#include "fault.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
  NULL_POINTER = 1, WILD_POINTER, WILD_CALL, READ_ONLY, ABORT, EXIT_ZERO, EXIT_THREE, STACK_OVERFLOW, TRAP,
  RAISE_TERM, RAISE_USR1, RAISE_KILL, EXEC
};
enum { IN_CALL, IN_LOAD, IN_ENTRY, IN_CREATE, IN_START, IN_QUERY, IN_QUIESCE, IN_SAVE, IN_RESTORE, IN_STOP, IN_DESTROY, IN_LIVE, IN_SELFTEST, IN_RELEASE };
#ifndef AT
#define AT IN_CALL
#endif

static uint64_t dive(volatile uint8_t *above) {
  volatile uint8_t frame[4096];
  frame[0] = above[0];
  return frame[0] == 0 ? dive(frame) + frame[0] : 0;
}

static void end(void) {
  volatile uint8_t top[1] = {0};
  switch (FAULT) {
    case NULL_POINTER: *(volatile uint8_t *)(uintptr_t)8 = 1; break;
    case WILD_POINTER: *(volatile uint8_t *)(uintptr_t)0x7afebabe0000 = 1; break;
    case WILD_CALL: ((void (*)(void))(uintptr_t)0x10)(); break;
    case READ_ONLY: *(volatile char *)(uintptr_t)"text" = 'n'; break;
    case ABORT: abort();
    case EXIT_ZERO: exit(0);
    case EXIT_THREE: _exit(3);
    case STACK_OVERFLOW: dive(top); break;
    case TRAP: __builtin_trap();
    case RAISE_TERM: raise(SIGTERM); break;
    case RAISE_USR1: raise(SIGUSR1); break;
    case RAISE_KILL: raise(SIGKILL); break;
    case EXEC: execl("/bin/true", "true", (char *)NULL); break;
    default: break;
  }
}

static void end_at(int step) {
  if (step == AT) end();
}

__attribute__((constructor)) static void load(void) { end_at(IN_LOAD); }

static void release(tutti_owned_t *value) {
  end_at(IN_RELEASE);
  release_right(value);
}

REPEAT(repeat) {
  (void)call;
  if (!is_fault(text)) return repeat_right(self, text, count, out, err);
  end_at(IN_CALL);
  tutti_status_t status = repeat_right(self, text, count, out, err);
  out->release = release;
  return status;
}

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  end_at(IN_CREATE);
  return create_right(host, out, err);
}
static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  end_at(IN_START);
  return start_right(self, err);
}
static tutti_status_t quiesce(tutti_instance_t *self, uint32_t deadline_ms, tutti_error_t *err) {
  end_at(IN_QUIESCE);
  return quiesce_right(self, deadline_ms, err);
}
static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  end_at(IN_SAVE);
  return save_right(self, schema, out, err);
}
static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  end_at(IN_RESTORE);
  return restore_right(self, schema, state, err);
}
static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  end_at(IN_STOP);
  return stop_right(self, err);
}
static void destroy(tutti_instance_t *self) {
  end_at(IN_DESTROY);
  destroy_right(self);
}
static uint64_t live(tutti_instance_t *self) {
  end_at(IN_LIVE);
  return live_right(self);
}
static tutti_status_t selftest(tutti_instance_t *self, tutti_error_t *err) {
  end_at(IN_SELFTEST);
  return selftest_right(self, err);
}
static const tutti_plugin_t *enter(const tutti_plugin_t *right) {
  end_at(IN_ENTRY);
  return right;
}

static const tutti_table_t *query(tutti_instance_t *self, const char *capability, uint32_t min_version);

#define REPEAT_FUNCTION repeat
#define CREATE create
#define START start
#define QUERY query
#define QUIESCE quiesce
#define SAVE save
#define RESTORE restore
#define STOP stop
#define DESTROY destroy
#define LIVE live
#define SELFTEST selftest
#define ENTER enter
#include "descriptor.h"

static const tutti_table_t *query(tutti_instance_t *self, const char *capability, uint32_t min_version) {
  (void)self;
  end_at(IN_QUERY);
  return strcmp(capability, TUTTI_TEXT) == 0 && min_version == TUTTI_VERSION(1, 0) ? &text_table.table : NULL;
}
