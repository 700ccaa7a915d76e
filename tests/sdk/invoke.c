/* Sends what comes on stdin to `invoke` of a plugin's table: invoke <library> <capability> <major> <minor> [<shift>].
 * A request is the number of a function, how many bytes follow, and those, which are put at a multiple of 8, or at
 * `shift` bytes behind one, in a block that ends with them. The answer is what tests/native/every-kind.c answers. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tutti.h"

static uint64_t live;

static void *host_alloc(const tutti_host_t *host, uint64_t size) {
  void *ptr = malloc((size_t)size);
  (void)host;
  live += ptr != NULL;
  return ptr;
}

static void host_free(const tutti_host_t *host, void *ptr, uint64_t size) {
  (void)host;
  (void)size;
  if (ptr != NULL) live--;
  free(ptr);
}

static const tutti_table_t *host_query(const tutti_host_t *host, const char *capability, uint32_t version,
                                       tutti_instance_t **provider) {
  (void)host;
  (void)capability;
  (void)version;
  *provider = NULL;
  return NULL;
}

static const tutti_host_t host = {
    .abi = {TUTTI_MAGIC, sizeof(tutti_host_t), TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR, 0, 0, 0},
    .alloc = host_alloc,
    .free = host_free,
    .query = host_query,
};

int main(int count, char **args) {
  tutti_error_t err = {.struct_size = sizeof err};
  tutti_instance_t *self = NULL;
  tutti_plugin_entry_t enter = NULL;
  uint32_t request[2];
  void *library = count < 5 ? NULL : dlopen(args[1], RTLD_NOW);
  if (library != NULL) *(void **)&enter = dlsym(library, TUTTI_ENTRY_SYMBOL);
  const tutti_plugin_t *plugin = enter == NULL ? NULL : enter(&host.abi, &err);
  if (plugin == NULL || plugin->create(&host, &self, &err) != TUTTI_OK) return 3;
  if (plugin->start(self, &err) != TUTTI_OK) return 4;
  const tutti_table_t *table = plugin->query(self, args[2], TUTTI_VERSION(atoi(args[3]), atoi(args[4])));
  if (table == NULL) return 5;
  const size_t shift = count > 5 ? (size_t)atoi(args[5]) : 0;
  const uint64_t own = live;
  while (fread(request, sizeof request, 1, stdin) == 1) {
    uint8_t *block = malloc(shift + request[1]);
    tutti_span_t arguments = {block + shift, request[1]};
    tutti_owned_t out = {0};
    uint64_t answer[3] = {0, 0, 0};
    err.len = 0;
    if (request[1] > 0 && fread(block + shift, request[1], 1, stdin) != 1) return 1;
    answer[0] = (uint64_t)table->invoke(table, self, 1, request[0], arguments, &answer[1], &out, &err);
    answer[2] = out.len;
    fwrite(answer, sizeof answer, 1, stdout);
    if (out.len > 0) fwrite(out.ptr, (size_t)out.len, 1, stdout);
    if (out.release != NULL) out.release(&out);
    free(block);
    /* A refusal says why. */
    if (answer[0] != TUTTI_OK && err.len == 0) return 6;
    if (live != own) return 2;
  }
  if (plugin->stop(self, &err) != TUTTI_OK) return 7;
  plugin->destroy(self);
  return live == 0 ? 0 : 8;
}
