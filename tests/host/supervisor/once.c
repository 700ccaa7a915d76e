/* A plugin of which each host can have one instance at a time, wherever that runs: it holds a name that the system
 * gives to one process only and takes back when that ends. Crashes for "crash". */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static int held = -1;

static int hold(void) {
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  int len = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "tutti-once-%ld", (long)getppid());
  held = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)len);
  return held >= 0 && bind(held, (struct sockaddr *)&name, size) == 0;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)count;
  if (text.len == 5 && memcmp(text.ptr, "crash", 5) == 0) *(volatile uint8_t *)(uintptr_t)8 = 1;
  uint8_t *copy = tutti_alloc(self, text.len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the copy");
  if (text.len > 0) memcpy(copy, text.ptr, (size_t)text.len);
  return tutti_give_text(self, copy, text.len, out);
}

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  if (!hold()) return tutti_fail(err, TUTTI_E_LIMIT, "there is one already");
  return tutti_create(host, sizeof(tutti_instance_t), out, err);
}

static void destroy(tutti_instance_t *self) {
  close(held);
  tutti_destroy(self);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN_WITH("org.tutti.once", "1.0.0", tutti_instance_t, TUTTI_OFFERS(TUTTI_OFFER(TUTTI_TEXT, &text_table)),
                  .create = create, .destroy = destroy)
