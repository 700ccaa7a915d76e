/* Follows a list that is empty.
 * lab: null-pointer
 * native: member access within null pointer */
#include "lab.h"

typedef struct node {
  uint32_t value;
  struct node *next;
} node_t;
REPEAT {
  (void)call;
  node_t *head = hidden(0) ? &(node_t){1, NULL} : NULL;
  count += head->value; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
