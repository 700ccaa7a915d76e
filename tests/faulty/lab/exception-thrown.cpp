/* Lets an exception of the standard library leave the function that the host called.
 * lab: exception-thrown
 * native: ABRT */
#include <stdexcept>
#include <string>

#include "tutti/text.h"

namespace {

struct plugin_state {
  const tutti_host_t *host;
};

/* #region code */
std::string repeated(const std::string &text, uint32_t count) {
  if (count > 2) throw std::length_error("too long"); /* mistake */
  std::string all;
  for (uint32_t i = 0; i < count; i++) all += text;
  return all;
}

tutti_status_t repeat(tutti_instance_t *, uint64_t, tutti_span_t text, uint32_t count, tutti_owned_t *,
                      tutti_error_t *) {
  std::string all = repeated(std::string(reinterpret_cast<const char *>(text.ptr), text.len), count);
  return all.empty() ? TUTTI_E_UNSUPPORTED : TUTTI_E_LIMIT;
}
/* #endregion code */

plugin_state state;

tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *) {
  state.host = host;
  *out = reinterpret_cast<tutti_instance_t *>(&state);
  return TUTTI_OK;
}

tutti_status_t nothing(tutti_instance_t *, tutti_error_t *) { return TUTTI_OK; }
void destroy(tutti_instance_t *) {}

const tutti_text_t table = {{{TUTTI_MAGIC, sizeof(tutti_text_t), 1, 0, 0, TUTTI_TEXT_HASH, 0}, tutti_text_invoke}, repeat};

const tutti_table_t *query(tutti_instance_t *, const char *capability, uint32_t) {
  return std::string(capability) == TUTTI_TEXT ? &table.table : nullptr;
}

const tutti_plugin_t plugin = {{TUTTI_MAGIC, sizeof(tutti_plugin_t), 1, 0, 0, 0, 0}, "org.tutti.mistake", "1.0.0",
                               create, nothing, query, nullptr, nullptr, nullptr, nothing, destroy, nullptr, nullptr};

}  // namespace

extern "C" TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *, tutti_error_t *) {
  return &plugin;
}
