/* A plugin's library: open, check, call, close, and the proof that it is gone. See library.h. */
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "library.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"

#define LONGEST_TABLE 65536u

struct tutti_library {
  loader_image_t image;
  tutti_plugin_t plugin; /* a copy: what the descriptor does not reach is NULL */
  tutti_library_t *next;
};

/* The libraries that are open, to tell a mapping that another one still needs from one that was kept. */
static atomic_flag is_locked = ATOMIC_FLAG_INIT;
static tutti_library_t *opened;

static void lock_opened(void) {
  while (atomic_flag_test_and_set_explicit(&is_locked, memory_order_acquire)) {
  }
}
static void unlock_opened(void) { atomic_flag_clear_explicit(&is_locked, memory_order_release); }

/* Copies NUL-terminated text of at most 255 bytes. Returns 0 when it is longer. */
static int copy_text(const char *from, char into[256], uint32_t *len) {
  *len = 0;
  if (from == NULL) return 1;
  while (*len < 256 && from[*len] != '\0') {
    into[*len] = from[*len];
    (*len)++;
  }
  if (*len == 256) return 0;
  into[*len] = '\0';
  return 1;
}

static void say(tutti_library_info_t *info, const char *text, size_t len) {
  if (len >= sizeof info->text) len = sizeof info->text - 1;
  memcpy(info->text, text, len);
  info->text[len] = '\0';
  info->text_len = (uint32_t)len;
}

static const char *missing_function(const tutti_plugin_t *plugin) {
  if (plugin->create == NULL) return "create";
  if (plugin->start == NULL) return "start";
  if (plugin->query == NULL) return "query";
  if (plugin->stop == NULL) return "stop";
  return plugin->destroy == NULL ? "destroy" : NULL;
}

/* Reads what the entry returned into `info` and `plugin`. Returns the reason why it will not do. */
static uint32_t check(const tutti_plugin_t *described, uint16_t major, uint16_t minor, tutti_plugin_t *plugin,
                      tutti_library_info_t *info) {
  const tutti_abi_t *abi = &described->abi;
  if (abi->magic != TUTTI_MAGIC) return TUTTI_LIBRARY_NO_MAGIC;
  info->struct_size = abi->struct_size;
  info->major = abi->major;
  info->minor = abi->minor;
  info->flags = abi->flags;
  if (abi->major != major || abi->minor > minor) return TUTTI_LIBRARY_INCOMPATIBLE;
  size_t shortest = offsetof(tutti_plugin_t, destroy) + sizeof plugin->destroy;
  if (abi->struct_size < shortest || abi->struct_size > LONGEST_TABLE) return TUTTI_LIBRARY_WRONG_SIZE;
  memset(plugin, 0, sizeof *plugin);
  memcpy(plugin, described, abi->struct_size < sizeof *plugin ? abi->struct_size : sizeof *plugin);

  const char *missing = missing_function(plugin);
  if (missing != NULL) {
    say(info, missing, strlen(missing));
    return TUTTI_LIBRARY_FUNCTION_MISSING;
  }
  if (!copy_text(plugin->id, info->id, &info->id_len) || info->id_len == 0) return TUTTI_LIBRARY_NO_ID;
  if (!copy_text(plugin->version, info->version, &info->version_len)) return TUTTI_LIBRARY_NO_VERSION;

  info->has = (plugin->quiesce ? TUTTI_HAS_QUIESCE : 0) | (plugin->save ? TUTTI_HAS_SAVE : 0) |
              (plugin->restore ? TUTTI_HAS_RESTORE : 0) | (plugin->live ? TUTTI_HAS_LIVE : 0) |
              (plugin->selftest ? TUTTI_HAS_SELFTEST : 0);
  for (uint32_t i = 0; i < 10; i++) {
    void *address;
    memcpy(&address, (const uint8_t *)plugin + offsetof(tutti_plugin_t, create) + i * sizeof address, sizeof address);
    info->functions[i] = (uint64_t)(uintptr_t)address;
  }
  return TUTTI_LIBRARY_OPENED;
}

static uint32_t enter(tutti_library_t *library, uint16_t major, uint16_t minor, tutti_library_info_t *info) {
  tutti_abi_t host = {TUTTI_MAGIC, (uint32_t)sizeof host, major, minor, 0, 0, 0};
  tutti_error_t err = {.struct_size = sizeof err};
  tutti_plugin_entry_t entry = (tutti_plugin_entry_t)loader_entry(&library->image, TUTTI_ENTRY_SYMBOL);
  if (entry == NULL) return TUTTI_LIBRARY_NO_ENTRY;
  const tutti_plugin_t *described = entry(&host, &err);
  if (described == NULL) {
    say(info, err.msg, err.len < sizeof err.msg ? err.len : sizeof err.msg);
    return TUTTI_LIBRARY_REFUSED_HOST;
  }
  return check(described, major, minor, &library->plugin, info);
}

tutti_library_t *tutti_library_open(const char *path, uint16_t major, uint16_t minor, tutti_library_info_t *info) {
  memset(info, 0, offsetof(tutti_library_info_t, id));
  info->id[0] = info->version[0] = info->text[0] = '\0';
  tutti_library_t *library = calloc(1, sizeof *library);
  if (library == NULL) {
    info->reason = TUTTI_LIBRARY_NO_MEMORY;
    return NULL;
  }
  if (!loader_open(&library->image, path, info->text, sizeof info->text)) {
    info->reason = TUTTI_LIBRARY_NOT_LOADED;
    info->text_len = (uint32_t)strlen(info->text);
    free(library);
    return NULL;
  }
  info->reason = enter(library, major, minor, info);
  if (info->reason != TUTTI_LIBRARY_OPENED) {
    loader_close(&library->image);
    free(library);
    return NULL;
  }
  lock_opened();
  library->next = opened;
  opened = library;
  unlock_opened();
  return library;
}

uint32_t tutti_library_close(tutti_library_t *library, uint32_t unload) {
  uint32_t found = TUTTI_LIBRARY_KEPT;
  lock_opened();
  tutti_library_t **link = &opened;
  while (*link != library) link = &(*link)->next;
  *link = library->next;
  unlock_opened();
  if (unload) {
    loader_close(&library->image);
    found = loader_is_mapped(&library->image) ? TUTTI_LIBRARY_MAPPED : TUTTI_LIBRARY_UNMAPPED;
    lock_opened();
    for (tutti_library_t *other = opened; found == TUTTI_LIBRARY_MAPPED && other != NULL; other = other->next)
      if (other->image.base == library->image.base) found = TUTTI_LIBRARY_SHARED;
    unlock_opened();
  }
  free(library);
  return found;
}

/* --- Instances --------------------------------------------------------------------------------------- */

tutti_status_t tutti_instance_create(tutti_library_t *library, const tutti_host_t *host, tutti_instance_t **out,
                                     tutti_error_t *err) {
  *out = NULL;
  return library->plugin.create(host, out, err);
}

tutti_status_t tutti_instance_start(tutti_library_t *library, tutti_instance_t *self, tutti_error_t *err) {
  return library->plugin.start(self, err);
}

tutti_status_t tutti_instance_quiesce(tutti_library_t *library, tutti_instance_t *self, uint32_t deadline_ms,
                                      tutti_error_t *err) {
  return library->plugin.quiesce ? library->plugin.quiesce(self, deadline_ms, err) : TUTTI_E_UNSUPPORTED;
}

tutti_status_t tutti_instance_save(tutti_library_t *library, tutti_instance_t *self, uint32_t schema,
                                   tutti_owned_t *out, tutti_error_t *err) {
  memset(out, 0, sizeof *out);
  return library->plugin.save ? library->plugin.save(self, schema, out, err) : TUTTI_E_UNSUPPORTED;
}

tutti_status_t tutti_instance_restore(tutti_library_t *library, tutti_instance_t *self, uint32_t schema,
                                      const uint8_t *state, uint64_t len, tutti_error_t *err) {
  tutti_span_t span = {state, len};
  return library->plugin.restore ? library->plugin.restore(self, schema, span, err) : TUTTI_E_UNSUPPORTED;
}

tutti_status_t tutti_instance_stop(tutti_library_t *library, tutti_instance_t *self, tutti_error_t *err) {
  return library->plugin.stop(self, err);
}

void tutti_instance_destroy(tutti_library_t *library, tutti_instance_t *self) { library->plugin.destroy(self); }

uint64_t tutti_instance_live(tutti_library_t *library, tutti_instance_t *self) {
  return library->plugin.live ? library->plugin.live(self) : 0;
}

tutti_status_t tutti_instance_selftest(tutti_library_t *library, tutti_instance_t *self, tutti_error_t *err) {
  return library->plugin.selftest ? library->plugin.selftest(self, err) : TUTTI_E_UNSUPPORTED;
}

const tutti_table_t *tutti_instance_query(tutti_library_t *library, tutti_instance_t *self, const char *capability,
                                          uint32_t min_version, uint8_t *into, uint64_t cap) {
  memset(into, 0, (size_t)cap);
  const tutti_table_t *table = library->plugin.query(self, capability, min_version);
  if (table == NULL || table->abi.magic != TUTTI_MAGIC) return NULL;
  uint32_t size = table->abi.struct_size;
  if (size < sizeof *table || size > LONGEST_TABLE) return NULL;
  if (table->abi.major != min_version >> 16 || table->abi.minor < (min_version & 0xFFFF)) return NULL;
  memcpy(into, table, (size_t)(size < cap ? size : cap));
  return table;
}
