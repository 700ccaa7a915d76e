/** native/host/child-protocol.h, mirrored; `protocolAsserts` lets a compiler compare the two. */
export const protocolVersion = 1;

export const magics = { request: 0x51525454, answer: 0x4e415454 } as const;

/** REQUEST_* of the header. */
export const requests = {
  open: 1,
  close: 2,
  create: 3,
  start: 4,
  stop: 5,
  destroy: 6,
  quiesce: 7,
  selftest: 8,
  live: 9,
  save: 10,
  restore: 11,
  find: 12,
  call: 13,
  usage: 14,
  drain: 15,
  fail_at: 16,
  wire: 17,
  proxy: 18,
  unwire: 19,
  release: 20,
  return: 21,
} as const;
export type RequestKind = keyof typeof requests;

/** ANSWER_* of the header. */
export const answers = { hello: 1, reply: 2, outcall: 3, events: 4 } as const;

export const requestHead = {
  sizeBytes: 64,
  offsets: {
    magic: 0,
    kind: 4,
    sequence: 8,
    library: 16,
    instance: 20,
    call: 24,
    value: 32,
    number: 40,
    inline_len: 44,
    shared_at: 48,
    shared_len: 56,
  },
} as const;

export const answerHead = {
  sizeBytes: 104,
  offsets: {
    magic: 0,
    kind: 4,
    sequence: 8,
    answers: 16,
    value: 24,
    call: 32,
    status: 40,
    line: 44,
    problem: 48,
    type_id: 52,
    instance: 56,
    function: 60,
    message_len: 64,
    events_len: 68,
    inline_len: 72,
    has_payload: 76,
    shared_at: 80,
    shared_len: 88,
    shared_end: 96,
  },
} as const;

/** The start of the payload of a `return`. */
export const outcallResult = {
  sizeBytes: 24,
  offsets: { line: 0, message_len: 4, type_id: 8, has_payload: 12, payload_len: 16 },
} as const;

/** The start of the shared memory. */
export const sharedHead = {
  sizeBytes: 48,
  offsets: {
    taken: 0,
    running_call: 8,
    running_instance: 16,
    running_kind: 20,
    running_function: 24,
    fault_signal: 28,
    fault_address: 32,
    fault_is_overflow: 40,
  },
} as const;

/** Where things lie in the shared memory, in bytes. */
export const sharedLayout = {
  controlsAt: 4096,
  controlBytes: 2112,
  instances: 1024,
  libraries: 1024,
  requestsAt: 4096 + 1024 * 2112,
  requestsBytes: 4 << 20,
  repliesAt: 4096 + 1024 * 2112 + (4 << 20),
  repliesBytes: 4 << 20,
  sizeBytes: 4096 + 1024 * 2112 + (8 << 20),
} as const;

/** Offsets of tutti_control_t: the slot of call n is n % 256. */
export const controlBlock = { events: 8, cancelled: 16, slots: 256 } as const;

/** Payloads up to here go through the socket, longer ones through shared memory. */
export const inlineBytes = 2048;
/** Longest message of an error and longest run of events, in bytes. */
export const longest = { message: 240, events: 1 << 16 } as const;

/** C source that fails to compile unless the header says the same. */
export function protocolAsserts(): string {
  const lines = ['#include "child-protocol.h"', '#include "library.h"'];
  const same = (what: string, value: number) =>
    lines.push(`_Static_assert(${what} == ${value}u, "${what.replaceAll('"', '')}");`);
  const layouts = {
    request_t: requestHead,
    answer_t: answerHead,
    outcall_result_t: outcallResult,
    shared_head_t: sharedHead,
  };
  for (const [name, { sizeBytes, offsets }] of Object.entries(layouts)) {
    same(`sizeof(${name})`, sizeBytes);
    for (const [field, offset] of Object.entries(offsets)) same(`offsetof(${name}, ${field})`, offset);
  }
  for (const [name, value] of Object.entries(requests)) same(`REQUEST_${name.toUpperCase()}`, value);
  for (const [name, value] of Object.entries(answers)) same(`ANSWER_${name.toUpperCase()}`, value);
  same('CHILD_PROTOCOL', protocolVersion);
  same('REQUEST_MAGIC', magics.request);
  same('ANSWER_MAGIC', magics.answer);
  same('CONTROLS_AT', sharedLayout.controlsAt);
  same('CONTROL_BYTES', sharedLayout.controlBytes);
  same('CHILD_INSTANCES', sharedLayout.instances);
  same('CHILD_LIBRARIES', sharedLayout.libraries);
  same('REQUESTS_AT', sharedLayout.requestsAt);
  same('REQUESTS_BYTES', sharedLayout.requestsBytes);
  same('REPLIES_AT', sharedLayout.repliesAt);
  same('REPLIES_BYTES', sharedLayout.repliesBytes);
  same('SHARED_BYTES', sharedLayout.sizeBytes);
  same('INLINE_BYTES', inlineBytes);
  same('offsetof(tutti_control_t, events)', controlBlock.events);
  same('offsetof(tutti_control_t, cancelled)', controlBlock.cancelled);
  same('TUTTI_SERVICES_CANCEL_SLOTS', controlBlock.slots);
  return `${lines.join('\n')}\n`;
}
