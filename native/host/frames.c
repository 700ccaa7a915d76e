/* Reads and writes frames; see frames.h and child-protocol.h. */
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "frames.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <signal.h>
#include <sys/prctl.h>
#endif
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define IDLE_MS 20
/* How long the request after an answer is awaited without sleeping, since waking takes as long; whoever else
 * wants the processor gets it. */
#define AWAKE_NS 60000
/* Who takes the processor for longer than this when it is offered keeps it busy: then sleeping is faster. */
#define BUSY_NS 150000
#define REQUESTS_ASLEEP 64

static shared_head_t *shared;
static uint64_t asked, sent; /* sequences */
static uint8_t input[65536];
static size_t input_from, input_to;
static int is_copy; /* 1 in a process that a plugin forked: the socket is not its own */

/* A copy neither holds the connection open nor outlives this process. */
static void became_copy(void) {
  is_copy = 1;
  close(CHILD_SOCKET);
#if defined(__linux__)
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}

static _Noreturn void leave(int code) { _exit(code); }

/* --- In ---------------------------------------------------------------------------------------------- */

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void wait_idly(void (*idle)(void)) {
  struct pollfd socket = {.fd = CHILD_SOCKET, .events = POLLIN};
  while (poll(&socket, 1, IDLE_MS) == 0) idle();
}

/* Reads at least one byte. */
static size_t receive(void *into, size_t cap, int stays_awake, void (*idle)(void)) {
  static uint32_t asleep; /* for how many requests more the machine is taken to be busy */
  if (asleep > 0) asleep--;
  else if (stays_awake) {
    int64_t now = now_ns(), until = now + AWAKE_NS, before;
    do {
      ssize_t got = recv(CHILD_SOCKET, into, cap, MSG_DONTWAIT);
      if (got > 0) return (size_t)got;
      if (got == 0) leave(0);
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) leave(72);
      before = now;
      sched_yield();
      now = now_ns();
      if (now - before > BUSY_NS) asleep = REQUESTS_ASLEEP;
    } while (now < until);
  }
  if (idle != NULL) wait_idly(idle);
  for (;;) {
    ssize_t got = recv(CHILD_SOCKET, into, cap, 0);
    if (got > 0) return (size_t)got;
    if (got == 0) leave(0);
    if (errno != EINTR) leave(72);
  }
}

static void take(void *into, size_t len, void (*idle)(void)) {
  uint8_t *to = into;
  while (len > 0) {
    size_t held = input_to - input_from;
    if (held == 0 && len >= sizeof input) {
      size_t got = receive(to, len, 0, NULL);
      to += got, len -= got;
      continue;
    }
    if (held == 0) {
      input_to = receive(input, sizeof input, sent > 1, idle);
      input_from = 0;
      continue;
    }
    size_t part = held < len ? held : len;
    memcpy(to, input + input_from, part);
    input_from += part, to += part, len -= part;
  }
}

void frames_next(frame_t *frame, void (*idle)(void)) {
  if (is_copy) leave(0);
  request_t *head = &frame->head;
  take(head, sizeof *head, idle);
  if (head->magic != REQUEST_MAGIC || head->sequence != ++asked) leave(70);
  frame->owned = NULL;
  frame->len = head->inline_len > 0 ? head->inline_len : head->shared_len;
  if (head->inline_len == 0) {
    frame->payload = (uint8_t *)shared + head->shared_at;
    return;
  }
  uint64_t padded = (frame->len + 7) / 8 * 8;
  uint8_t *into = (uint8_t *)frame->small;
  if (padded > sizeof frame->small) into = frame->owned = malloc((size_t)padded);
  if (into == NULL) leave(71);
  take(into, (size_t)padded, NULL);
  frame->payload = into;
}

void frames_drop(frame_t *frame) {
  free(frame->owned);
  frame->owned = NULL;
}

/* --- Out --------------------------------------------------------------------------------------------- */

uint8_t *frames_room(answer_t *answer, uint64_t len) {
  static uint64_t made, floor; /* ever growing; modulo REPLIES_BYTES */
  if (len <= INLINE_BYTES || len > REPLIES_BYTES) return NULL;
  uint64_t taken = atomic_load_explicit((_Atomic uint64_t *)&shared->taken, memory_order_acquire);
  if (taken == made) {
    /* Nothing waits: start over at the front, whose pages are warm. */
    floor = made = (made + REPLIES_BYTES - 1) / REPLIES_BYTES * REPLIES_BYTES;
  } else if (taken > floor && taken < made) {
    floor = taken;
  }
  uint64_t at = made % REPLIES_BYTES, padded = (len + 7) / 8 * 8;
  uint64_t skipped = at + padded > REPLIES_BYTES ? REPLIES_BYTES - at : 0;
  if (made + skipped + padded - floor > REPLIES_BYTES) return NULL;
  answer->shared_at = REPLIES_AT + (made + skipped) % REPLIES_BYTES;
  answer->shared_len = len;
  made += skipped + padded;
  answer->shared_end = made;
  return (uint8_t *)shared + answer->shared_at;
}

static size_t add(struct iovec *parts, const void *bytes, uint64_t len) {
  static const uint8_t zeros[8] = {0};
  size_t padding = (size_t)((8 - len % 8) % 8), count = 0;
  if (len > 0) parts[count++] = (struct iovec){(void *)(uintptr_t)bytes, (size_t)len};
  if (padding > 0) parts[count++] = (struct iovec){(void *)(uintptr_t)zeros, padding};
  return count;
}

void frames_send(answer_t *answer, const body_t *body) {
  if (is_copy) leave(0);
  struct iovec parts[7];
  size_t count = 1, at = 0;
  answer->magic = ANSWER_MAGIC;
  answer->sequence = ++sent;
  answer->message_len = body->message_len;
  answer->inline_len = answer->shared_len > 0 ? 0 : (uint32_t)body->payload.len;
  answer->events_len = body->events_len;
  parts[0] = (struct iovec){answer, sizeof *answer};
  count += add(parts + count, body->message, body->message_len);
  count += add(parts + count, body->payload.ptr, answer->inline_len);
  count += add(parts + count, body->events, body->events_len);
  while (at < count) {
    ssize_t wrote = writev(CHILD_SOCKET, parts + at, (int)(count - at));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) leave(errno == EPIPE ? 0 : 72);
    for (size_t left = (size_t)wrote; at < count && left > 0;) {
      size_t part = left < parts[at].iov_len ? left : parts[at].iov_len;
      parts[at].iov_base = (uint8_t *)parts[at].iov_base + part;
      parts[at].iov_len -= part;
      left -= part;
      if (parts[at].iov_len == 0) at++;
    }
  }
}

void frames_open(shared_head_t *head) {
  answer_t hello = {.kind = ANSWER_HELLO, .value = CHILD_PROTOCOL};
  shared = head;
  pthread_atfork(NULL, NULL, became_copy);
  frames_send(&hello, &(body_t){0});
}
