/* Logs one line from a thread of its own, while nobody asks it anything. */
#include <pthread.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

typedef struct ticker {
  tutti_instance_t base;
  pthread_t thread;
} ticker_t;

static void *tick(void *self) {
  tutti_log((tutti_instance_t *)self, TUTTI_LOG_INFO, "tick");
  return NULL;
}

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  if (pthread_create(&((ticker_t *)(void *)self)->thread, NULL, tick, self) == 0) return TUTTI_OK;
  return tutti_fail(err, TUTTI_E_INTERNAL, "no thread");
}

static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  (void)err;
  pthread_join(((ticker_t *)(void *)self)->thread, NULL);
  return TUTTI_OK;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)self, (void)call, (void)text, (void)count, (void)out;
  return tutti_fail(err, TUTTI_E_UNSUPPORTED, "it only ticks");
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN_WITH("org.tutti.ticker", "1.0.0", ticker_t, TUTTI_OFFERS(TUTTI_OFFER(TUTTI_TEXT, &text_table)),
                  .abi.flags = TUTTI_PLUGIN_THREADS, .start = start, .stop = stop)
