/* The peer of open-to-first-call: the same steps as the host, straight in C. Linked with the host services. */
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <string.h>
#include <time.h>

#include "services.h"
#include "tutti/text.h"

static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Opens the plugin at `path`, calls repeat("cool", 3) once and closes it.
 * Returns the microseconds from dlopen to the copied result, or a negative number where it failed. */
TUTTI_EXPORT double peer_open_to_first_call(const char *path) {
  double begin = now_us();
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return -1;
  tutti_plugin_entry_t entry;
  *(void **)&entry = dlsym(library, TUTTI_ENTRY_SYMBOL);
  tutti_abi_t abi = {TUTTI_MAGIC, sizeof abi, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR, 0, 0, 0};
  tutti_error_t err = {.struct_size = sizeof err};
  const tutti_plugin_t *plugin = entry != NULL ? entry(&abi, &err) : NULL;
  if (plugin == NULL) return -2;
  tutti_host_t *host = tutti_services_open(1 << 26, 0, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR);
  tutti_instance_t *self = NULL;
  if (plugin->create(host, &self, &err) != TUTTI_OK || plugin->start(self, &err) != TUTTI_OK) return -3;
  const tutti_text_t *text = (const tutti_text_t *)plugin->query(self, TUTTI_TEXT, TUTTI_VERSION(1, 0));
  tutti_owned_t out = {0};
  tutti_span_t cool = {(const uint8_t *)"cool", 4};
  uint8_t copy[64];
  if (text == NULL || text->repeat(self, 1, cool, 3, &out, &err) != TUTTI_OK || out.len > sizeof copy) return -4;
  uint64_t len = out.len;
  tutti_services_take(host, &out, copy);
  double end = now_us();
  int is_right = len == 12 && memcmp(copy, "coolcoolcool", 12) == 0;
  plugin->stop(self, &err);
  plugin->destroy(self);
  tutti_services_close(host);
  dlclose(library);
  return is_right ? end - begin : -5;
}
