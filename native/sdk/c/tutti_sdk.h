/* tutti_sdk.h: what every C plugin would write again: the entry, the version check, the lifecycle, and
 * small functions for memory, errors and results. Header-only; C11; needs no libc function at run time.
 *
 * A plugin includes this file once, fills its tables, and ends with TUTTI_PLUGIN, or with TUTTI_PLUGIN_WITH
 * when it has state or says more about itself. */
#ifndef TUTTI_SDK_H
#define TUTTI_SDK_H

#include "tutti/message.h"

/* The instance of a plugin without state of its own, and the first field of one with state. */
struct tutti_instance {
  const tutti_host_t *host;
  uint64_t size; /* bytes of the whole instance */
  uint64_t live; /* owned values that were given and are not yet released; changed atomically */
};

/* One capability that the plugin offers. */
typedef struct tutti_offer {
  const char *capability;
  const tutti_table_t *table;
} tutti_offer_t;

/* `capability_table` is a table of the capability, such as &text_table. */
#define TUTTI_OFFER(capability, capability_table) {(capability), &(capability_table)->table}

/* The head of a table of type `type` at version major.minor. */
#define TUTTI_TABLE(type, major, minor) {TUTTI_MAGIC, (uint32_t)sizeof(type), (major), (minor), 0, 0, 0}

/* --- Errors, memory, log ------------------------------------------------------------------------------- */

/* Writes why into `err` (the message, and the line this stands at) and returns `status`. */
#define tutti_fail(err, status, message) tutti_message_fail((err), (status), __LINE__, (message))

/* Memory from the host, counted against the plugin's quota. NULL when there is none. */
static inline void *tutti_alloc(tutti_instance_t *self, uint64_t size) {
  return self->host->alloc(self->host, size);
}

/* Gives memory back; `size` is what was asked for. */
static inline void tutti_free(tutti_instance_t *self, void *ptr, uint64_t size) {
  self->host->free(self->host, ptr, size);
}

static inline void tutti_log(tutti_instance_t *self, int32_t level, const char *message) {
  tutti_span_t text = {(const uint8_t *)message, 0};
  while (message[text.len] != '\0') text.len++;
  self->host->log(self->host, level, text);
}

/* 1 when the host wants call number `call` to end: clean up and return TUTTI_E_CANCELLED. */
static inline int tutti_is_cancelled(tutti_instance_t *self, uint64_t call) {
  return self->host->cancelled(self->host, call) != 0;
}

/* --- Results ------------------------------------------------------------------------------------------- */

static inline void tutti_sdk_release(tutti_owned_t *value) {
  tutti_instance_t *self = (tutti_instance_t *)value->owner;
  self->host->free(self->host, value->ptr, value->cap);
  __atomic_sub_fetch(&self->live, 1, __ATOMIC_RELAXED);
}

/* Counts a value that is about to be handed over, for `live`. */
static inline tutti_status_t tutti_sdk_give(tutti_instance_t *self, tutti_owned_t *out) {
  out->release = tutti_sdk_release;
  out->owner = self;
  __atomic_add_fetch(&self->live, 1, __ATOMIC_RELAXED);
  return TUTTI_OK;
}

/* Hands `ptr`, which tutti_alloc returned for `len` bytes, to the caller as bytes. From here on it is the
 * caller's: the plugin neither reads nor frees it. Returns TUTTI_OK. */
static inline tutti_status_t tutti_give_bytes(tutti_instance_t *self, uint8_t *ptr, uint64_t len,
                                              tutti_owned_t *out) {
  tutti_message_give(self->host, TUTTI_BYTES, ptr, len, len, out);
  return tutti_sdk_give(self, out);
}

/* The same as UTF-8 text. */
static inline tutti_status_t tutti_give_text(tutti_instance_t *self, uint8_t *ptr, uint64_t len,
                                             tutti_owned_t *out) {
  tutti_message_give(self->host, TUTTI_TEXT_UTF8, ptr, len, len, out);
  return tutti_sdk_give(self, out);
}

/* Ends a message and hands it to the caller.
 * Returns TUTTI_OK; TUTTI_E_NOMEM or TUTTI_E_LIMIT with `err` filled and nothing kept. */
static inline tutti_status_t tutti_give_message(tutti_instance_t *self, tutti_writer_t *writer,
                                                tutti_owned_t *out, tutti_error_t *err) {
  tutti_status_t status = tutti_writer_give(writer, out, err);
  return status == TUTTI_OK ? tutti_sdk_give(self, out) : status;
}

/* --- The lifecycle, unless the plugin has its own ---------------------------------------------------------- */

/* Makes an instance of `size` zeroed bytes, for a plugin's own `create`; its first field is a tutti_instance_t.
 * Returns TUTTI_OK or TUTTI_E_NOMEM. */
static inline tutti_status_t tutti_create(const tutti_host_t *host, uint64_t size, tutti_instance_t **out,
                                          tutti_error_t *err) {
  uint8_t *bytes = (uint8_t *)host->alloc(host, size);
  *out = (tutti_instance_t *)(void *)bytes;
  if (bytes == NULL) return tutti_message_fail(err, TUTTI_E_NOMEM, 0, "no memory for the instance");
  for (uint64_t i = 0; i < size; i++) bytes[i] = 0;
  (*out)->host = host;
  (*out)->size = size;
  return TUTTI_OK;
}

/* Frees the instance; the last step of a plugin's own `destroy`. */
static inline void tutti_destroy(tutti_instance_t *self) {
  self->host->free(self->host, self, self->size);
}

static inline tutti_status_t tutti_sdk_nothing(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  (void)err;
  return TUTTI_OK;
}

/* What ties the library to memory, for plugins without threads of their own: values not yet released. */
static inline uint64_t tutti_live(tutti_instance_t *self) {
  return __atomic_load_n(&self->live, __ATOMIC_RELAXED);
}

static inline int tutti_sdk_same(const char *a, const char *b) {
  while (*a != '\0' && *a == *b) a++, b++;
  return *a == *b;
}

static inline const tutti_table_t *tutti_sdk_find(const tutti_offer_t *offers, uint64_t count,
                                                  const char *capability, uint32_t min_version) {
  for (uint64_t i = 0; i < count; i++) {
    const tutti_abi_t *abi = &offers[i].table->abi;
    if (!tutti_sdk_same(offers[i].capability, capability)) continue;
    if (abi->major == min_version >> 16 && abi->minor >= (min_version & 0xFFFF)) return offers[i].table;
  }
  return NULL;
}

static inline const tutti_plugin_t *tutti_sdk_enter(const tutti_plugin_t *plugin, const tutti_abi_t *host,
                                                    tutti_error_t *err) {
  if (host->magic != TUTTI_MAGIC) {
    tutti_message_fail(err, TUTTI_E_INCOMPATIBLE, 0, "the caller is not a Tutti host");
    return NULL;
  }
  if (host->major != TUTTI_ABI_MAJOR ||
      TUTTI_VERSION(host->major, host->minor) < TUTTI_VERSION(TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR)) {
    tutti_message_fail(err, TUTTI_E_INCOMPATIBLE, 0, "this plugin was built for ABI 1.0 and needs a host of ABI 1");
    return NULL;
  }
  return plugin;
}

/* --- The plugin --------------------------------------------------------------------------------------------- */

/* The plugin's entry and descriptor: id, version, then each TUTTI_OFFER. */
#define TUTTI_PLUGIN(plugin_id, plugin_version, ...) \
  TUTTI_PLUGIN_WITH(plugin_id, plugin_version, tutti_instance_t, TUTTI_OFFERS(__VA_ARGS__), .live = tutti_live)

/* The offers of TUTTI_PLUGIN_WITH. */
#define TUTTI_OFFERS(...) (__VA_ARGS__)

/* The same for a plugin with state, or with more to say about itself.
 *   instance_type  its instance: a struct whose first field is a tutti_instance_t; zeroed by create
 *   offers         TUTTI_OFFERS(TUTTI_OFFER(...), ...)
 *   ...            fields of tutti_plugin_t, which replace what stands here:
 *                  .abi.flags = TUTTI_PLUGIN_STATEFUL, .save = save, .restore = restore, .destroy = destroy
 * Without a field of its own a plugin has no quiesce, save, restore and selftest; `create` is tutti_create,
 * `destroy` is tutti_destroy, `live` is tutti_live, start and stop do nothing. */
#define TUTTI_PLUGIN_WITH(plugin_id, plugin_version, instance_type, offers, ...)                           \
  static const tutti_offer_t tutti_sdk_offers[] = {TUTTI_SDK_LIST offers};                                 \
  static const tutti_table_t *tutti_sdk_query(tutti_instance_t *self, const char *capability,              \
                                              uint32_t min_version) {                                      \
    (void)self;                                                                                            \
    return tutti_sdk_find(tutti_sdk_offers, sizeof tutti_sdk_offers / sizeof *tutti_sdk_offers, capability, \
                          min_version);                                                                    \
  }                                                                                                        \
  static inline tutti_status_t tutti_sdk_create(const tutti_host_t *host, tutti_instance_t **out,          \
                                                tutti_error_t *err) {                                      \
    return tutti_create(host, sizeof(instance_type), out, err);                                            \
  }                                                                                                        \
  TUTTI_SDK_REPLACING_BEGIN                                                                                \
  static const tutti_plugin_t tutti_sdk_plugin = {                                                         \
      .abi = TUTTI_TABLE(tutti_plugin_t, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR),                                \
      .id = (plugin_id),                                                                                   \
      .version = (plugin_version),                                                                         \
      .create = tutti_sdk_create,                                                                          \
      .start = tutti_sdk_nothing,                                                                          \
      .query = tutti_sdk_query,                                                                            \
      .stop = tutti_sdk_nothing,                                                                           \
      .destroy = tutti_destroy,                                                                            \
      .live = tutti_live,                                                                                  \
      __VA_ARGS__,                                                                                         \
  };                                                                                                       \
  TUTTI_SDK_REPLACING_END                                                                                  \
  TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);   \
  const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {               \
    return tutti_sdk_enter(&tutti_sdk_plugin, host, err);                                                  \
  }

#define TUTTI_SDK_LIST(...) __VA_ARGS__

/* A field given twice is meant here: the plugin's own replaces the default. */
#define TUTTI_SDK_REPLACING_BEGIN \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Woverride-init\"")
#define TUTTI_SDK_REPLACING_END _Pragma("GCC diagnostic pop")

#endif
