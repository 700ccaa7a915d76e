/* frames.h: the child's end of the socket: whole requests in, whole answers out. */
#ifndef TUTTI_FRAMES_H
#define TUTTI_FRAMES_H

#include "child-protocol.h"

/* A request and its payload, which stays where it is until frames_drop. */
typedef struct frame {
  request_t head;
  const uint8_t *payload; /* 8-aligned */
  uint64_t len;
  void *owned; /* memory of a payload that came through the socket and is long */
  uint64_t small[INLINE_BYTES / 8];
} frame_t;

/* What an answer carries besides its head; lengths in bytes. */
typedef struct body {
  const char *message;
  uint32_t message_len;
  tutti_span_t payload; /* goes through shared memory already when the head says where */
  const uint8_t *events;
  uint32_t events_len;
} body_t;

/* Takes over the socket and says hello. */
void frames_open(shared_head_t *head);

/* Waits for the next request. Ends the process when the host has hung up or sent what is no frame.
 *   idle  called every 20 ms meanwhile; may be NULL */
void frames_next(frame_t *frame, void (*idle)(void));

/* Gives the payload's memory back. */
void frames_drop(frame_t *frame);

/* Takes room for a payload of `len` bytes in the shared memory and writes to `answer` where it lies. Returns
 * NULL when the payload is short or there is no room: it then goes through the socket. */
uint8_t *frames_room(answer_t *answer, uint64_t len);

/* Sends an answer: fills magic, sequence and lengths. Ends the process when the host has hung up. */
void frames_send(answer_t *answer, const body_t *body);

#endif
