/* A plugin whose descriptor is wrong in the one way that LIE names. */
#include "repeat_base.h"

enum { MAGIC = 1, SHORT, NO_DESTROY, NO_ID, FUTURE_MAJOR, FUTURE_MINOR, NULL_INSTANCE, CREATE_FAILS, START_FAILS, STOP_FAILS, NO_STATUS };

REPEAT(repeat) {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

TEXT_QUERY(repeat)

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  if (LIE == CREATE_FAILS) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "not on a Monday");
  if (LIE == NO_STATUS) return 77;
  if (LIE == NULL_INSTANCE) {
    *out = NULL;
    return TUTTI_OK;
  }
  return create_right(host, out, err);
}

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  return LIE == START_FAILS ? tutti_fail(err, TUTTI_E_INTERNAL, "the strings are not tuned") : TUTTI_OK;
}

static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  return LIE == STOP_FAILS ? tutti_fail(err, TUTTI_E_INTERNAL, "cannot stop now") : TUTTI_OK;
}

static const tutti_plugin_t plugin = {
    .abi = {LIE == MAGIC ? 1 : TUTTI_MAGIC, LIE == SHORT ? 40 : sizeof(tutti_plugin_t), LIE == FUTURE_MAJOR ? 2 : 1,
            LIE == FUTURE_MINOR ? 7 : 0, 0, 0, 0},
    .id = LIE == NO_ID ? "" : "org.tutti.liar",
    .version = "1.0.0",
    .create = create,
    .start = start,
    .query = query,
    .stop = stop,
    .destroy = LIE == NO_DESTROY ? NULL : tutti_destroy,
};

const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {
  (void)host;
  (void)err;
  return &plugin;
}
