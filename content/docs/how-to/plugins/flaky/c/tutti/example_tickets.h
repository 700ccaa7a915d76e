/* tutti/example_tickets.h: the capability "example.tickets" 1.0, generated from its declaration. Gives
 * numbered tickets, each once. */
#ifndef TUTTI_EXAMPLE_TICKETS_H
#define TUTTI_EXAMPLE_TICKETS_H

#include "tutti/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its id and its version, for TUTTI_OFFER and query, and the hash of its declaration. */
#define TUTTI_EXAMPLE_TICKETS "example.tickets"
#define TUTTI_EXAMPLE_TICKETS_MAJOR 1
#define TUTTI_EXAMPLE_TICKETS_MINOR 0
#define TUTTI_EXAMPLE_TICKETS_HASH UINT64_C(0xEB65BC7DB5FD88FB)

/* In messages: the record ticket. */
typedef struct tutti_example_tickets_ticket {
  uint64_t number;  /* counted from 1, each given once */
  tutti_ref_t desk; /* string: where its holder is called */
} tutti_example_tickets_ticket_t;

/* The table of example.tickets. */
typedef struct tutti_example_tickets {
  tutti_table_t table;

  /* Gives the next ticket.
   *   call  number of this call, for tutti_host_t.cancelled
   *   desk  where its holder will be called; UTF-8, borrowed
   *   out   the ticket; owned by the caller on success, empty on failure; read it with
   *         tutti_example_tickets_read_ticket
   * Returns TUTTI_OK; TUTTI_E_INVALID_ARGUMENT when desk is empty.
   * [host-thread, state: active]  since example.tickets 1.0 */
  tutti_status_t (*issue)(tutti_instance_t *self, uint64_t call, tutti_span_t desk, tutti_owned_t *out,
                          tutti_error_t *err);

  /* Tells how many tickets were given.
   *   call  number of this call, for tutti_host_t.cancelled
   *   out   the number of the last ticket; set on success
   * Returns TUTTI_OK.
   * [host-thread, state: active]  since example.tickets 1.0 */
  tutti_status_t (*issued)(tutti_instance_t *self, uint64_t call, uint64_t *out, tutti_error_t *err);
} tutti_example_tickets_t;

/* A table of example.tickets, for C: TUTTI_EXAMPLE_TICKETS_TABLE(.issue = issue, ...). */
#define TUTTI_EXAMPLE_TICKETS_TABLE(...)                                                                                                      \
  {.table = {TUTTI_TABLE_HEAD(tutti_example_tickets_t, TUTTI_EXAMPLE_TICKETS_MAJOR, TUTTI_EXAMPLE_TICKETS_MINOR, TUTTI_EXAMPLE_TICKETS_HASH), \
             tutti_example_tickets_invoke},                                                                                                   \
   __VA_ARGS__}

TUTTI_STATIC_ASSERT(sizeof(tutti_example_tickets_ticket_t) == 16 &&
                    offsetof(tutti_example_tickets_ticket_t, number) == 0 &&
                    offsetof(tutti_example_tickets_ticket_t, desk) == 8, "ticket");
TUTTI_STATIC_ASSERT(offsetof(tutti_example_tickets_t, issue) == 40 &&
                    offsetof(tutti_example_tickets_t, issued) == 40 + 1 * sizeof(void *), "example.tickets");

#ifdef __cplusplus
}
#endif

#include "tutti/example_tickets_calls.h" /* reading, writing and calling */

#endif
