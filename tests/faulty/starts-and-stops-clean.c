/* Warms up in start and lets only the first call clear the warm-up away: stopped before a call, it leaks. */
#include "repeat_base.h"

static void *warm_up;

static void cool_down(tutti_instance_t *self) {
  tutti_free(self, warm_up, 32);
  warm_up = NULL;
}

REPEAT(repeat) {
  (void)call;
  cool_down(self);
  return repeat_right(self, text, count, out, err);
}

TEXT_QUERY(repeat)

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  (void)err;
  warm_up = tutti_alloc(self, 32);
  return TUTTI_OK;
}

/* The order for a failing allocation comes after start; the first call then clears up and fails as it should. */
static const tutti_plugin_t plugin = {
    .abi = TUTTI_TABLE(tutti_plugin_t, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR),
    .id = "org.tutti.faulty",
    .version = "1.0.0",
    .create = create_right,
    .start = start,
    .query = query,
    .stop = tutti_sdk_nothing,
    .destroy = tutti_destroy,
};

const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {
  return tutti_sdk_enter(&plugin, host, err);
}
