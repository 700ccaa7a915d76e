/* Claims whatever ABI the host speaks. */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

TEXT_QUERY(repeat)

static tutti_plugin_t plugin = {
    .abi = TUTTI_TABLE(tutti_plugin_t, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR),
    .id = "org.tutti.faulty",
    .version = "1.0.0",
    .create = create_right,
    .start = tutti_sdk_nothing,
    .query = query,
    .stop = tutti_sdk_nothing,
    .destroy = tutti_destroy,
};

const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {
  (void)err;
  plugin.abi.major = host->major;
  plugin.abi.minor = host->minor;
  return &plugin;
}
