/* Claims whatever ABI the host speaks. */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

TEXT_TABLE(repeat)

static const void *query(tutti_instance_t *self, const char *capability, uint32_t min_version) {
  static const tutti_offer_t offers[] = {TUTTI_OFFER(TUTTI_TEXT, &text_table)};
  (void)self;
  return tutti_sdk_find(offers, 1, capability, min_version);
}

static tutti_plugin_t plugin = {
    .abi = TUTTI_TABLE(tutti_plugin_t, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR),
    .id = "org.tutti.faulty",
    .version = "1.0.0",
    .create = tutti_sdk_create,
    .start = tutti_sdk_nothing,
    .query = query,
    .stop = tutti_sdk_nothing,
    .destroy = tutti_sdk_destroy,
};

TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);
const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {
  (void)err;
  plugin.abi.major = host->major;
  plugin.abi.minor = host->minor;
  return &plugin;
}
