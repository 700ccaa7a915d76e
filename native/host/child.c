/* tutti_child: a process that plugins run in, so that what they do to it they do to nobody else.
 *
 * Started by the host with its own process id, then the limits: address space, CPU seconds, open files and file
 * size, each 0 for none. It lives until the host hangs up or dies. */
#include <stdlib.h>

#include "confine.h"
#include "frames.h"
#include "group.h"
#include "outcall.h"

int main(int count, char **words) {
  if (count != 6) return 64;
  limits_t limits = {strtoull(words[2], NULL, 10), strtoull(words[3], NULL, 10), strtoull(words[4], NULL, 10),
                     strtoull(words[5], NULL, 10)};
  shared_head_t *head = confine(&limits, strtol(words[1], NULL, 10));
  if (head == NULL) return 65;
  report_faults(head);
  group_open(head);
  frames_open(head);
  serve();
}
