/* Changes the process that it is a guest of, in the way that FAULT names. */
#include "fault.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  CLOSES_DESCRIPTORS = 1, CLOSES_ALL, WRITES_TO_ALL, OPENS_WITHOUT_END, FORKS, FORKS_AND_DIES, FORKS_AWAY, CHANGES_FOLDER, CHANGES_UMASK,
  CHANGES_ENVIRONMENT, HANDLES_SIGNALS, BLOCKS_SIGNALS, LOWERS_LIMITS, PRINTS
};

static void handle(int number) { (void)number; }

static void fault(void) {
  static const char garbage[64] = "no frame begins like this";
  struct rlimit little = {0, 0};
  sigset_t all;
  switch (FAULT) {
    case CLOSES_DESCRIPTORS:
    case CLOSES_ALL:
      for (int fd = FAULT == CLOSES_ALL ? 0 : 3; fd < 1024; fd++) close(fd);
      break;
    case WRITES_TO_ALL:
      for (int fd = 0; fd < 256; fd++) {
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0) continue;
        fcntl(fd, F_SETFL, flags | O_NONBLOCK);
        if (write(fd, garbage, sizeof garbage) < 0) continue;
      }
      break;
    case OPENS_WITHOUT_END:
      while (open("/dev/null", O_RDONLY) >= 0) {}
      break;
    case FORKS:
    case FORKS_AND_DIES:
    case FORKS_AWAY:
      if (fork() == 0) {
        if (FAULT == FORKS_AWAY) setsid();
        for (;;) pause();
      }
      if (FAULT == FORKS_AND_DIES) *(volatile uint8_t *)(uintptr_t)8 = 1;
      break;
    case CHANGES_FOLDER:
      if (chdir("/") != 0) abort();
      break;
    case CHANGES_UMASK: umask(0777); break;
    case CHANGES_ENVIRONMENT: clearenv(); break;
    case HANDLES_SIGNALS:
      for (int number = 1; number < 65; number++) signal(number, handle);
      break;
    case BLOCKS_SIGNALS:
      sigfillset(&all);
      sigprocmask(SIG_SETMASK, &all, NULL);
      break;
    case LOWERS_LIMITS:
      setrlimit(RLIMIT_FSIZE, &little);
      break;
    case PRINTS:
      if (write(1, "printed\n", 8) < 0 || write(2, "complained\n", 11) < 0) break;
      break;
    default: break;
  }
}

REPEAT(repeat) {
  (void)call;
  if (is_fault(text)) fault();
  return repeat_right(self, text, count, out, err);
}

#define REPEAT_FUNCTION repeat
#include "descriptor.h"
