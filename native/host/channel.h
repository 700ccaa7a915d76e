/* channel.h: what joins a host and a child: a pair of sockets, anonymous shared memory, frames. */
#ifndef TUTTI_CHANNEL_H
#define TUTTI_CHANNEL_H

#include "tutti.h"

/* Makes a pair of connected sockets, closed on exec. Returns 0, or the error's number. */
TUTTI_EXPORT int32_t tutti_channel_pair(int32_t sockets[2]);

/* Makes memory that two processes can map and nobody else can open: `size` bytes of zeros, of which only pages
 * that are touched cost anything. Where the system can, its size is sealed.
 *   descriptor  receives the file, closed on exec; close it when the child has it
 * Returns the address of the mapping, or NULL with *descriptor = minus the error's number. */
TUTTI_EXPORT uint8_t *tutti_channel_share(uint64_t size, int32_t *descriptor);

/* Takes the mapping away. */
TUTTI_EXPORT void tutti_channel_unshare(uint8_t *address, uint64_t size);

/* Lets whoever waits for this processor run first. */
TUTTI_EXPORT void tutti_channel_yield(void);

/* Closes a descriptor. */
TUTTI_EXPORT void tutti_channel_close(int32_t descriptor);

#endif
