/* Starts a thread and loses sight of it, in the way that FAULT names. The thread waits on a pipe or calls the host;
 * it runs on when the instance is gone. */
#include "fault.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { FORGETS = 1, CALLS_HOST_AFTER_STOP, CALLS_HOST_AFTER_DESTROY, CRASHES, TELLS_LIVE };

static const tutti_host_t *host_of_thread;
static atomic_int has_stopped, has_called;

static void *run(void *unused) {
  (void)unused;
  if (FAULT == CRASHES) *(volatile uint8_t *)(uintptr_t)8 = 1;
  while (FAULT == FORGETS || FAULT == TELLS_LIVE) pause();
  while (!atomic_load(&has_stopped)) usleep(100);
  do {
    static const uint8_t words[] = "still here";
    void *block = host_of_thread->alloc(host_of_thread, 16);
    host_of_thread->log(host_of_thread, TUTTI_LOG_INFO, (tutti_span_t){words, 10});
    host_of_thread->free(host_of_thread, block, 16);
    atomic_store(&has_called, 1);
  } while (FAULT == CALLS_HOST_AFTER_DESTROY && usleep(100) == 0);
  return NULL;
}

REPEAT(repeat) {
  (void)call;
  if (is_fault(text)) {
    pthread_t thread;
    host_of_thread = self->host;
    if (pthread_create(&thread, NULL, run, NULL) != 0) return refuse(err, TUTTI_E_INTERNAL, "no thread");
    if (FAULT == CRASHES) pthread_join(thread, NULL);
    else pthread_detach(thread);
  }
  return repeat_right(self, text, count, out, err);
}

static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  if (FAULT == CALLS_HOST_AFTER_STOP) {
    atomic_store(&has_stopped, 1);
    while (host_of_thread != NULL && !atomic_load(&has_called)) usleep(100);
  }
  return stop_right(self, err);
}

static void destroy(tutti_instance_t *self) {
  destroy_right(self);
  atomic_store(&has_stopped, 1);
}

static uint64_t live(tutti_instance_t *self) {
  (void)self;
  return FAULT == TELLS_LIVE && host_of_thread != NULL;
}

#define FLAGS (TUTTI_PLUGIN_THREADS | TUTTI_PLUGIN_STATEFUL)
#define REPEAT_FUNCTION repeat
#define STOP stop
#define DESTROY destroy
#define LIVE live
#include "descriptor.h"
