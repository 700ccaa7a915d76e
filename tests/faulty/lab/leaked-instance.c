/* Frees its state and forgets the instance.
 * lab: leak
 * native: leak: block */
#include "lab.h"

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  (void)err;
  *out = host->alloc(host, sizeof(tutti_instance_t)); /* mistake */
  if (*out == NULL) return TUTTI_E_NOMEM;
  **out = (tutti_instance_t){host, sizeof(tutti_instance_t), 0};
  return TUTTI_OK;
}

static void destroy(tutti_instance_t *self) { (void)self; }

REPEAT {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

PLUGIN_WITH(.create = create, .destroy = destroy)
