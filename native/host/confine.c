/* Limits, descriptors and death of a child. See confine.h. */
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "confine.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__linux__)
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#define CLOSE_RANGE 436 /* the same number on every architecture; Linux 5.9 */
#endif

static void close_from(int first) {
#if defined(__linux__)
  if (syscall(CLOSE_RANGE, (unsigned)first, ~0u, 0u) == 0) return;
#endif
  long last = sysconf(_SC_OPEN_MAX);
  for (int file = first; file < (last > 0 && last < 65536 ? last : 65536); file++) close(file);
}

static int limit(int resource, uint64_t value) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return 0;
  if (now.rlim_max != RLIM_INFINITY && value > now.rlim_max) value = now.rlim_max;
  struct rlimit wanted = {(rlim_t)value, (rlim_t)value};
  return setrlimit(resource, &wanted) == 0;
}

/* What is started in here stays in the process group that the host ends, whoever starts it and how: leaving a group
 * is refused. A kernel without filters goes without this wall. */
static void keep_together(void) {
#if defined(__linux__)
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setsid, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setpgid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}

shared_head_t *confine(const limits_t *limits, long parent) {
#if defined(__linux__)
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return NULL;
#endif
  if (getppid() != (pid_t)parent) return NULL; /* it died before it could be watched */
  signal(SIGPIPE, SIG_IGN);
  void *memory = mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, CHILD_MEMORY, 0);
  if (memory == MAP_FAILED) return NULL;
  close_from(CHILD_SOCKET + 1);
  keep_together();

  int is_limited = limit(RLIMIT_CORE, 0);
#if !defined(__APPLE__) /* where RLIMIT_AS is not kept */
  if (limits->address_space > 0) is_limited &= limit(RLIMIT_AS, limits->address_space);
#endif
  if (limits->cpu_seconds > 0) is_limited &= limit(RLIMIT_CPU, limits->cpu_seconds);
  if (limits->open_files > 0) is_limited &= limit(RLIMIT_NOFILE, limits->open_files);
  if (limits->file_size > 0) is_limited &= limit(RLIMIT_FSIZE, limits->file_size);
  return is_limited ? memory : NULL;
}

/* --- The last words ---------------------------------------------------------------------------------- */

#define NEAR_BYTES (1u << 20)

static shared_head_t *told;
static uint64_t stack_end;

static void on_fault(int number, siginfo_t *info, void *context) {
  (void)context;
  told->fault_signal = (uint32_t)number;
  if (number == SIGSEGV || number == SIGBUS) {
    uint64_t address = (uint64_t)(uintptr_t)info->si_addr;
    told->fault_address = address;
    told->fault_is_overflow = address < stack_end + NEAR_BYTES && address + NEAR_BYTES > stack_end;
  }
  /* The handler is gone after its first run, so the signal now does what it does by default. */
  raise(number);
}

void report_faults(shared_head_t *head) {
  static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
  static uint8_t own_stack[65536]; /* the usual one may be what has overflowed */
  struct rlimit stack;
  told = head;
  if (getrlimit(RLIMIT_STACK, &stack) == 0 && stack.rlim_cur != RLIM_INFINITY)
    stack_end = (uint64_t)(uintptr_t)&stack - stack.rlim_cur;
  stack_t other = {.ss_sp = own_stack, .ss_size = sizeof own_stack};
  sigaltstack(&other, NULL);
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND};
    action.sa_sigaction = on_fault;
    sigemptyset(&action.sa_mask);
    sigaction(fatal[i], &action, NULL);
  }
}
