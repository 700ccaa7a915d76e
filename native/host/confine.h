/* confine.h: what a child gives up before it loads anything. */
#ifndef TUTTI_CONFINE_H
#define TUTTI_CONFINE_H

#include "child-protocol.h"

typedef struct limits {
  uint64_t address_space; /* bytes; each limit: 0 = as the system has it */
  uint64_t cpu_seconds;
  uint64_t open_files;
  uint64_t file_size; /* bytes */
} limits_t;

/* Maps the shared memory, closes every descriptor but the standard ones and the socket, sets the limits, and
 * arranges to die with `parent`. Returns the shared memory, or NULL where a step failed. */
shared_head_t *confine(const limits_t *limits, long parent);

/* Writes into `head` which signal ends this process, and where. */
void report_faults(shared_head_t *head);

#endif
