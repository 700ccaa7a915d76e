/* outcall.h: calls of providers that live in another process, and the loop that serves while they are awaited. */
#ifndef TUTTI_OUTCALL_H
#define TUTTI_OUTCALL_H

#include "frames.h"

/* Makes a table that stands for a provider elsewhere: only `invoke` is filled, which sends the call to the host
 * and serves requests for other instances until the answer comes.
 *   instance  who calls
 *   number    the host's name for the provider
 *   provider  receives what to pass to the table's functions
 * Returns NULL when memory is out. */
const tutti_table_t *outcall_proxy(uint32_t instance, uint32_t number, uint32_t version, tutti_instance_t **provider);

/* Frees the tables that were made for an instance. */
void outcall_forget(uint32_t instance);

/* Serves requests until the host hangs up. */
_Noreturn void serve(void);

#endif
