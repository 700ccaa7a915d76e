/* Asks while it starts, and keeps nothing for the end. */
#include "lab.h"

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  tutti_instance_t *provider;
  (void)err;
  self->host->query(self->host, TUTTI_TEXT, TUTTI_VERSION(1, 0), &provider);
  return TUTTI_OK;
}

REPEAT {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

PLUGIN_WITH(.start = start)
