/* Changes its state behind the host's back, or asks of the host what the state forbids. */
#include "fault.h"

enum { DESTROYS_ITSELF = 1, STOPS_ITSELF, CREATES_ANOTHER, ASKS_AFTER_STOP, ASKS_IN_DESTROY, CALLS_WITH_NULL };

static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err);
static void *only_block;
static const char not_offered[] = "tutti.nobody";

static void ask(tutti_instance_t *self) {
  tutti_instance_t *provider = NULL;
  if (self->host->query(self->host, not_offered, TUTTI_VERSION(1, 0), &provider) != NULL) abort();
}

REPEAT(repeat) {
  (void)call;
  if (is_fault(text)) {
    const tutti_host_t *host = self->host;
    tutti_instance_t *another = NULL;
    switch (FAULT) {
      case STOPS_ITSELF: stop(self, err); break;
      case CREATES_ANOTHER: create_right(host, &another, err); break;
      case DESTROYS_ITSELF: {
        tutti_status_t status = repeat_right(self, text, count, out, err);
        give_back(self, only_block, 64);
        return status;
      }
      case CALLS_WITH_NULL:
        host->free(host, NULL, 8);
        host->log(host, 99, (tutti_span_t){NULL, 7});
        host->post(host, (tutti_span_t){NULL, 5}, (tutti_span_t){NULL, 64});
        host->post(host, (tutti_span_t){text.ptr, 5}, (tutti_span_t){NULL, UINT64_MAX});
        if (host->query(host, NULL, 0, &another) != NULL) abort();
        break;
      default: break;
    }
  }
  return repeat_right(self, text, count, out, err);
}

static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  if (FAULT == ASKS_AFTER_STOP) ask(self);
  return stop_right(self, err);
}

static void destroy(tutti_instance_t *self) {
  if (FAULT == ASKS_IN_DESTROY) ask(self);
  if (FAULT == DESTROYS_ITSELF) give_back(self, only_block, 64);
  else destroy_right(self);
}

/* The one that destroys itself lies where a freed instance can still be looked at; its only block is on its own. */
static tutti_instance_t lasting;

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  if (FAULT != DESTROYS_ITSELF) return create_right(host, out, err);
  lasting = (tutti_instance_t){host, 0};
  only_block = take(&lasting, 64);
  *out = &lasting;
  return TUTTI_OK;
}

#define REPEAT_FUNCTION repeat
#define CREATE create
#define STOP stop
#define DESTROY destroy
#include "descriptor.h"
