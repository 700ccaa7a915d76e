/* tutti/example_board.h: the capability "example.board" 1.0, generated from its declaration. Shows who is
 * called next. */
#ifndef TUTTI_EXAMPLE_BOARD_H
#define TUTTI_EXAMPLE_BOARD_H

#include "tutti/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its id and its version, for TUTTI_OFFER and query, and the hash of its declaration. */
#define TUTTI_EXAMPLE_BOARD "example.board"
#define TUTTI_EXAMPLE_BOARD_MAJOR 1
#define TUTTI_EXAMPLE_BOARD_MINOR 0
#define TUTTI_EXAMPLE_BOARD_HASH UINT64_C(0x313FE1CC3D0AF842)

/* The table of example.board. */
typedef struct tutti_example_board {
  tutti_table_t table;

  /* Takes tickets for one desk and writes them on a line.
   *   call   number of this call, for tutti_host_t.cancelled
   *   desk   where their holders are called; UTF-8, borrowed
   *   count  how many tickets
   *   out    the tickets, separated by commas; UTF-8, owned by the caller on success, empty on failure
   * Returns TUTTI_OK; TUTTI_E_LIMIT when count is 0 or above 16.
   * [host-thread, state: active]  since example.board 1.0 */
  tutti_status_t (*line)(tutti_instance_t *self, uint64_t call, tutti_span_t desk, uint32_t count,
                         tutti_owned_t *out, tutti_error_t *err);
} tutti_example_board_t;

/* A table of example.board, for C: TUTTI_EXAMPLE_BOARD_TABLE(.line = line). */
#define TUTTI_EXAMPLE_BOARD_TABLE(...)                                                                                                \
  {.table = {TUTTI_TABLE_HEAD(tutti_example_board_t, TUTTI_EXAMPLE_BOARD_MAJOR, TUTTI_EXAMPLE_BOARD_MINOR, TUTTI_EXAMPLE_BOARD_HASH), \
             tutti_example_board_invoke},                                                                                             \
   __VA_ARGS__}

TUTTI_STATIC_ASSERT(offsetof(tutti_example_board_t, line) == 40, "example.board");

#ifdef __cplusplus
}
#endif

#include "tutti/example_board_calls.h" /* reading, writing and calling */

#endif
