/* Frees its instance only when it was started. */
#include "repeat_base.h"

static int was_started;

REPEAT(repeat) {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

TEXT_QUERY(repeat)

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  (void)err;
  was_started = 1;
  return TUTTI_OK;
}

static void destroy(tutti_instance_t *self) {
  if (was_started) tutti_destroy(self);
  was_started = 0;
}

static const tutti_plugin_t plugin = {
    .abi = TUTTI_TABLE(tutti_plugin_t, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR),
    .id = "org.tutti.faulty",
    .version = "1.0.0",
    .create = create_right,
    .start = start,
    .query = query,
    .stop = tutti_sdk_nothing,
    .destroy = destroy,
};

const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {
  return tutti_sdk_enter(&plugin, host, err);
}
