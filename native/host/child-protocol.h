/* child-protocol.h: what crosses between a host and the child process that its plugins run in.
 *
 * Frames go over a socket, in order, each a head of fixed size and a body whose length the head gives; parts of
 * a body begin 8-aligned. Payloads too long for a frame lie in shared memory, at an offset from its start. Both
 * sides are the same machine: numbers are in its byte order, which is little-endian on every target. The host
 * checks each field of what it reads; the child trusts the host. */
#ifndef TUTTI_CHILD_PROTOCOL_H
#define TUTTI_CHILD_PROTOCOL_H

#include "services.h"

#define CHILD_PROTOCOL 1u
#define CHILD_SOCKET 3 /* descriptors that the child finds when it starts */
#define CHILD_MEMORY 4

#define REQUEST_MAGIC 0x51525454u /* the bytes "TTRQ" */
#define ANSWER_MAGIC 0x4e415454u  /* the bytes "TTAN" */

/* What a host asks for: request_t.kind. In brackets the fields that count. Unless stated, `instance` is the
 * instance, and the answer holds the plugin's status and error. */
#define REQUEST_OPEN 1u      /* [library, value = version offered, payload = path] payload: tutti_library_info_t */
#define REQUEST_CLOSE 2u     /* [library, number = unload] value: what tutti_library_close found */
#define REQUEST_CREATE 3u    /* [library, instance, number = 1 to trace, value = quota, call = version offered] */
#define REQUEST_START 4u
#define REQUEST_STOP 5u
#define REQUEST_DESTROY 6u
#define REQUEST_QUIESCE 7u   /* [number = milliseconds] */
#define REQUEST_SELFTEST 8u
#define REQUEST_LIVE 9u      /* value: the count */
#define REQUEST_SAVE 10u     /* [number = schema] payload: the state */
#define REQUEST_RESTORE 11u  /* [number = schema, payload = the state] */
#define REQUEST_FIND 12u     /* [value = version, payload = id] value: the table's address or 0; payload: the table */
#define REQUEST_CALL 13u     /* [number = function, call, value = the table's address, payload = arguments] call: the same;
                                value: the scalar, or where the owned value lay */
#define REQUEST_USAGE 14u    /* payload: tutti_usage_t */
#define REQUEST_DRAIN 15u    /* events only */
#define REQUEST_FAIL_AT 16u  /* [value = nth] */
#define REQUEST_WIRE 17u     /* [number = providing instance, value = version, payload = id] */
#define REQUEST_PROXY 18u    /* [number = the provider, for outcalls; value = version, payload = id] */
#define REQUEST_UNWIRE 19u   /* [value = version, payload = id] */
#define REQUEST_RELEASE 20u  /* frees the instance's services */
#define REQUEST_RETURN 21u   /* [call = the outcall, number = status, value = scalar, payload = outcall_result_t …] */

typedef struct request {
  uint32_t magic;
  uint32_t kind;
  uint64_t sequence; /* from 1, rising by 1 */
  uint32_t library;
  uint32_t instance;
  uint64_t call;
  uint64_t value;
  uint32_t number;
  uint32_t inline_len; /* bytes of the payload in the body; 0 when it is in shared memory */
  uint64_t shared_at;  /* where the payload begins in the shared memory */
  uint64_t shared_len; /* its bytes there */
} request_t;

/* What a child sends: answer_t.kind. */
#define ANSWER_HELLO 1u   /* once, first; value = CHILD_PROTOCOL */
#define ANSWER_REPLY 2u   /* to the request `answers` */
#define ANSWER_OUTCALL 3u /* a call for a provider elsewhere: answers = its number, instance, call, function,
                             value = the provider; payload = arguments. The host sends REQUEST_RETURN. */
#define ANSWER_EVENTS 4u  /* events of `instance`, outside of any request */

/* What is wrong with an owned value that a plugin handed over: answer_t.problem. */
#define PROBLEM_RECORD 1u  /* value: what its struct_size claims */
#define PROBLEM_RELEASE 2u /* no release function */
#define PROBLEM_CAPACITY 3u
#define PROBLEM_NULL 4u   /* value: its len */
#define PROBLEM_LIMIT 5u  /* value: its len */
#define PROBLEM_FREED 6u

typedef struct answer {
  uint32_t magic;
  uint32_t kind;
  uint64_t sequence; /* from 1, rising by 1, over all frames that the child sends */
  uint64_t answers;
  uint64_t value;
  uint64_t call;
  int32_t status;
  uint32_t line;
  uint32_t problem;
  uint32_t type_id;  /* of the owned value in the payload */
  uint32_t instance;
  uint32_t function;
  uint32_t message_len; /* first in the body: the error's message, at most 240 bytes */
  uint32_t events_len;  /* last in the body: events, as tutti_services_read gives them */
  uint32_t inline_len;  /* between them: the payload */
  uint32_t has_payload; /* 1 also for one of 0 bytes */
  uint64_t shared_at;
  uint64_t shared_len;
  uint64_t shared_end; /* what the host writes to shared_head_t.taken when it has copied the payload */
} answer_t;

/* The start of the payload of REQUEST_RETURN: the message and the result follow, each 8-aligned. */
typedef struct outcall_result {
  uint32_t line;
  uint32_t message_len;
  uint32_t type_id;
  uint32_t has_payload;
  uint64_t payload_len;
} outcall_result_t;

/* The start of the shared memory. */
typedef struct shared_head {
  uint64_t taken;            /* atomic; written by the host: how far it has read the replies' area */
  uint64_t running_call;     /* written by the child: what runs, for the report of a crash */
  uint32_t running_instance; /* 1 more than the instance, 0 = none */
  uint32_t running_kind;     /* REQUEST_* */
  uint32_t running_function;
  uint32_t fault_signal;     /* written when a signal ends the child; 0 = none did */
  uint64_t fault_address;    /* for SIGSEGV and SIGBUS */
  uint32_t fault_is_overflow; /* 1 when the address lies at the end of the stack */
  uint32_t reserved;
} shared_head_t;

#define CHILD_INSTANCES 1024u
#define CHILD_LIBRARIES 1024u
#define CONTROL_BYTES 2112u /* from one instance's control block to the next */
#define CONTROLS_AT 4096u
#define REQUESTS_AT (CONTROLS_AT + CHILD_INSTANCES * CONTROL_BYTES)
#define REQUESTS_BYTES (4u << 20)
#define REPLIES_AT (REQUESTS_AT + REQUESTS_BYTES)
#define REPLIES_BYTES (4u << 20)
#define SHARED_BYTES (REPLIES_AT + REPLIES_BYTES)
#define INLINE_BYTES 2048u /* longer payloads go through shared memory while there is room */

TUTTI_STATIC_ASSERT(sizeof(request_t) == 64, "request");
TUTTI_STATIC_ASSERT(sizeof(answer_t) == 104, "answer");
TUTTI_STATIC_ASSERT(sizeof(tutti_control_t) <= CONTROL_BYTES, "control block");

#endif
