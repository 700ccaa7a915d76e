/* board: writes the tickets of a desk on one line. Another plugin gives the tickets. */
#include "tutti/example_board.h"
#include "tutti/example_tickets.h"
#include "tutti_sdk.h"

/* #region text */
static uint64_t digits(uint64_t number) {
  uint64_t count = 1;
  while ((number /= 10) > 0) count++;
  return count;
}

/* Writes "desk number, " at `at`, unless `line` is NULL. Returns where it ends. */
static uint64_t write(uint8_t *line, uint64_t at, tutti_span_t desk, uint64_t number) {
  uint64_t len = digits(number), end = at + desk.len + 1 + len;
  if (line == NULL) return end + 2;
  tutti_message_copy(line + at, desk.ptr, desk.len);
  line[at + desk.len] = ' ';
  for (uint64_t i = 0; i < len; i++, number /= 10) line[end - 1 - i] = (uint8_t)('0' + number % 10);
  tutti_message_copy(line + end, ", ", 2);
  return end + 2;
}
/* #endregion text */

/* #region query */
static tutti_status_t ask(tutti_instance_t *self, uint64_t call, tutti_span_t desk, uint64_t *number,
                          tutti_error_t *err) {
  tutti_instance_t *provider = NULL;
  const tutti_table_t *tickets =
      self->host->query(self->host, TUTTI_EXAMPLE_TICKETS, TUTTI_VERSION(1, 0), &provider);
  if (tickets == NULL) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "nobody gives tickets");

  tutti_owned_t given = {.struct_size = sizeof given};
  tutti_status_t status =
      tutti_example_tickets_call_issue(self->host, tickets, provider, call, desk, &given, err);
  if (status != TUTTI_OK) return status;
  tutti_span_t message = {given.ptr, given.len};
  const tutti_example_tickets_ticket_t *ticket = tutti_example_tickets_read_ticket(message);
  if (ticket != NULL) *number = ticket->number;
  given.release(&given);
  return ticket != NULL ? TUTTI_OK : tutti_fail(err, TUTTI_E_INTERNAL, "the ticket cannot be read");
}
/* #endregion query */

static tutti_status_t line(tutti_instance_t *self, uint64_t call, tutti_span_t desk, uint32_t count,
                           tutti_owned_t *out, tutti_error_t *err) {
  uint64_t numbers[16] = {0}, size = 0, at = 0;
  if (count == 0 || count > 16) return tutti_fail(err, TUTTI_E_LIMIT, "a line has room for 1 to 16 tickets");
  for (uint32_t i = 0; i < count; i++) {
    tutti_status_t status = ask(self, call, desk, &numbers[i], err);
    if (status != TUTTI_OK) return status;
    size = write(NULL, size, desk, numbers[i]);
  }
  uint8_t *text = tutti_alloc(self, size);
  if (text == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the line");
  for (uint32_t i = 0; i < count; i++) at = write(text, at, desk, numbers[i]);
  tutti_give_text(self, text, size - 2, out); /* without the last comma */
  out->cap = size;
  return TUTTI_OK;
}

static const tutti_example_board_t board_table = TUTTI_EXAMPLE_BOARD_TABLE(.line = line);

TUTTI_PLUGIN("org.example.board", "1.0.0", TUTTI_OFFER(TUTTI_EXAMPLE_BOARD, &board_table))
