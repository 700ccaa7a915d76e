/* tutti_sdk.h: what every C plugin would write again: the entry, the version check, the lifecycle, and
 * small functions for memory, errors and text. Header-only; C11; needs no libc function at run time.
 *
 * A plugin includes this file once, fills its tables, and ends with TUTTI_PLUGIN. */
#ifndef TUTTI_SDK_H
#define TUTTI_SDK_H

#include "tutti.h"

/* The instance of a plugin without state of its own. */
struct tutti_instance {
  const tutti_host_t *host;
};

/* The head of a table of type `type` at version major.minor. */
#define TUTTI_TABLE(type, major, minor) {TUTTI_MAGIC, (uint32_t)sizeof(type), (major), (minor), 0, 0, 0}

/* One capability that the plugin offers: an entry of TUTTI_PLUGIN's list. */
typedef struct tutti_offer {
  const char *capability;
  const tutti_table_t *table;
} tutti_offer_t;

/* `capability_table` is a table of the capability, such as &text_table. */
#define TUTTI_OFFER(capability, capability_table) {(capability), &(capability_table)->table}

/* Writes why into `err` (the message, and the line this stands at) and returns `status`. */
#define tutti_fail(err, status, message) tutti_sdk_fail((err), (status), __LINE__, (message))

static inline tutti_status_t tutti_sdk_fail(tutti_error_t *err, tutti_status_t status, uint32_t line,
                                            const char *message) {
  uint32_t len = 0;
  if (err == NULL || err->struct_size < sizeof *err) return status;
  while (len < sizeof err->msg && message[len] != '\0') {
    err->msg[len] = message[len];
    len++;
  }
  err->status = status;
  err->line = line;
  err->len = len;
  return status;
}

/* Memory from the host, counted against the plugin's quota. NULL when there is none. */
static inline void *tutti_alloc(tutti_instance_t *self, uint64_t size) {
  return self->host->alloc(self->host, size);
}

/* Gives memory back; `size` is what was asked for. */
static inline void tutti_free(tutti_instance_t *self, void *ptr, uint64_t size) {
  self->host->free(self->host, ptr, size);
}

static inline void tutti_sdk_release(tutti_owned_t *value) {
  const tutti_host_t *host = (const tutti_host_t *)value->owner;
  host->free(host, value->ptr, value->cap);
}

/* Hands `ptr`, which tutti_alloc returned for `len` bytes, to the host as UTF-8 text. From here on it is the
 * host's: the plugin neither reads nor frees it. Returns TUTTI_OK. */
static inline tutti_status_t tutti_give_text(tutti_instance_t *self, uint8_t *ptr, uint64_t len,
                                             tutti_owned_t *out) {
  out->struct_size = (uint32_t)sizeof *out;
  out->type_id = TUTTI_TEXT_UTF8;
  out->ptr = ptr;
  out->len = len;
  out->cap = len;
  out->token = 0;
  out->release = tutti_sdk_release;
  out->owner = (void *)(uintptr_t)self->host;
  return TUTTI_OK;
}

static inline void tutti_log(tutti_instance_t *self, int32_t level, const char *message) {
  tutti_span_t text = {(const uint8_t *)message, 0};
  while (message[text.len] != '\0') text.len++;
  self->host->log(self->host, level, text);
}

/* 1 when `text` is well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
static inline int tutti_is_utf8(tutti_span_t text) {
  for (uint64_t at = 0; at < text.len;) {
    const uint8_t *p = text.ptr + at;
    uint8_t low = 0x80, high = 0xBF;
    uint64_t more;
    if (p[0] < 0x80) more = 0;
    else if (p[0] >= 0xC2 && p[0] <= 0xDF) more = 1;
    else if (p[0] >= 0xE0 && p[0] <= 0xEF) more = 2;
    else if (p[0] >= 0xF0 && p[0] <= 0xF4) more = 3;
    else return 0;
    if (p[0] == 0xE0) low = 0xA0;
    else if (p[0] == 0xED) high = 0x9F;
    else if (p[0] == 0xF0) low = 0x90;
    else if (p[0] == 0xF4) high = 0x8F;
    if (more >= text.len - at) return 0;
    for (uint64_t i = 1; i <= more; i++) {
      if (p[i] < low || p[i] > high) return 0;
      low = 0x80;
      high = 0xBF;
    }
    at += more + 1;
  }
  return 1;
}

static inline int tutti_sdk_same(const char *a, const char *b) {
  while (*a != '\0' && *a == *b) a++, b++;
  return *a == *b;
}

static inline const tutti_table_t *tutti_sdk_find(const tutti_offer_t *offers, uint64_t count, const char *capability,
                                         uint32_t min_version) {
  for (uint64_t i = 0; i < count; i++) {
    const tutti_abi_t *abi = &offers[i].table->abi;
    if (!tutti_sdk_same(offers[i].capability, capability)) continue;
    if (abi->major == min_version >> 16 && abi->minor >= (min_version & 0xFFFF)) return offers[i].table;
  }
  return NULL;
}

static inline tutti_status_t tutti_sdk_create(const tutti_host_t *host, tutti_instance_t **out,
                                              tutti_error_t *err) {
  tutti_instance_t *self = (tutti_instance_t *)host->alloc(host, sizeof *self);
  *out = self;
  if (self == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the instance");
  self->host = host;
  return TUTTI_OK;
}

static inline tutti_status_t tutti_sdk_nothing(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  (void)err;
  return TUTTI_OK;
}

static inline void tutti_sdk_destroy(tutti_instance_t *self) {
  const tutti_host_t *host = self->host;
  host->free(host, self, sizeof *self);
}

static inline const tutti_plugin_t *tutti_sdk_enter(const tutti_plugin_t *plugin, const tutti_abi_t *host,
                                                    tutti_error_t *err) {
  if (host->magic != TUTTI_MAGIC) {
    tutti_fail(err, TUTTI_E_INCOMPATIBLE, "the caller is not a Tutti host");
    return NULL;
  }
  if (host->major != TUTTI_ABI_MAJOR ||
      TUTTI_VERSION(host->major, host->minor) < TUTTI_VERSION(TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR)) {
    tutti_fail(err, TUTTI_E_INCOMPATIBLE, "this plugin was built for ABI 1.0 and needs a host of ABI 1");
    return NULL;
  }
  return plugin;
}

/* The plugin's entry and descriptor: id, version, then each TUTTI_OFFER. */
#define TUTTI_PLUGIN(plugin_id, plugin_version, ...)                                                        \
  static const tutti_offer_t tutti_sdk_offers[] = {__VA_ARGS__};                                            \
  static const tutti_table_t *tutti_sdk_query(tutti_instance_t *self, const char *capability, uint32_t min_version) { \
    (void)self;                                                                                             \
    return tutti_sdk_find(tutti_sdk_offers, sizeof tutti_sdk_offers / sizeof *tutti_sdk_offers, capability, \
                          min_version);                                                                     \
  }                                                                                                         \
  static const tutti_plugin_t tutti_sdk_plugin = {                                                          \
      .abi = TUTTI_TABLE(tutti_plugin_t, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR),                                 \
      .id = (plugin_id),                                                                                    \
      .version = (plugin_version),                                                                          \
      .create = tutti_sdk_create,                                                                           \
      .start = tutti_sdk_nothing,                                                                           \
      .query = tutti_sdk_query,                                                                             \
      .stop = tutti_sdk_nothing,                                                                            \
      .destroy = tutti_sdk_destroy,                                                                         \
  };                                                                                                        \
  TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);    \
  const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {                \
    return tutti_sdk_enter(&tutti_sdk_plugin, host, err);                                                   \
  }

#endif
