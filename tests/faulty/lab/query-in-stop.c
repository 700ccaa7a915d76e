/* Asks for another plugin while it is being stopped.
 * lab: out-of-order
 * native: none, because the host answers NULL, and no check sees it */
#include "lab.h"

static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  tutti_instance_t *provider;
  (void)err;
  self->host->query(self->host, TUTTI_TEXT, TUTTI_VERSION(1, 0), &provider); /* mistake */
  return TUTTI_OK;
}

REPEAT {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

PLUGIN_WITH(.stop = stop)
