/* group.h: the libraries and instances of one child, an isolation group. Their numbers are the host's choice. */
#ifndef TUTTI_GROUP_H
#define TUTTI_GROUP_H

#include "frames.h"
#include "library.h"

typedef struct member {
  tutti_library_t *library;
  tutti_host_t *host;
  tutti_instance_t *self;
  uint64_t limit;  /* bytes that it may hold, and hand over at once */
  uint32_t depth;  /* requests of it that are under way: more than one only while it waits for an outcall */
} member_t;

/* Uses the control blocks in this memory. */
void group_open(shared_head_t *head);

/* The instance of this number, or NULL. */
member_t *group_member(uint32_t instance);

/* Carries out a request and sends its answer. */
void group_answer(frame_t *frame);

/* What to do while nothing is asked: send what happened meanwhile. NULL when no plugin has threads. */
void (*group_idle(void))(void);

#endif
