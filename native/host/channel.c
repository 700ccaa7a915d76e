/* Sockets and shared memory on POSIX systems; elsewhere there is no child, and all of it says so. */
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "channel.h"

#include <errno.h>

#if defined(_WIN32)

int32_t tutti_channel_pair(int32_t sockets[2]) {
  sockets[0] = sockets[1] = -1;
  return ENOSYS;
}

uint8_t *tutti_channel_share(uint64_t size, int32_t *descriptor) {
  (void)size;
  *descriptor = -ENOSYS;
  return NULL;
}

void tutti_channel_unshare(uint8_t *address, uint64_t size) { (void)address, (void)size; }
void tutti_channel_close(int32_t descriptor) { (void)descriptor; }
void tutti_channel_yield(void) {}

#else
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/syscall.h>

/* By number where the oldest libc that we run on has no function of the name. */
#define SEAL_FLAGS 3u /* MFD_CLOEXEC | MFD_ALLOW_SEALING */
#define ADD_SEALS 1033
#define SEALS 7 /* F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW */

static int anonymous_file(void) { return (int)syscall(SYS_memfd_create, "tutti", SEAL_FLAGS); }

/* A child that cut the file short would end the host with SIGBUS. */
static int seal(int file) { return fcntl(file, ADD_SEALS, SEALS); }

#else

static int anonymous_file(void) {
  static unsigned made;
  char name[32];
  snprintf(name, sizeof name, "/tutti-%ld-%u", (long)getpid(), made++);
  int file = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
  if (file >= 0) shm_unlink(name);
  return file;
}

static int seal(int file) { return fcntl(file, F_SETFD, FD_CLOEXEC); }
#endif

int32_t tutti_channel_pair(int32_t sockets[2]) {
  int pair[2];
#if defined(__linux__)
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
#else
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return errno;
  fcntl(pair[0], F_SETFD, FD_CLOEXEC);
  fcntl(pair[1], F_SETFD, FD_CLOEXEC);
#endif
  sockets[0] = pair[0];
  sockets[1] = pair[1];
  return 0;
}

uint8_t *tutti_channel_share(uint64_t size, int32_t *descriptor) {
  int file = anonymous_file();
  void *address = MAP_FAILED;
  if (file >= 0 && ftruncate(file, (off_t)size) == 0 && seal(file) == 0)
    address = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  *descriptor = file;
  if (address != MAP_FAILED) return address;
  *descriptor = -errno;
  if (file >= 0) close(file);
  return NULL;
}

void tutti_channel_unshare(uint8_t *address, uint64_t size) { munmap(address, (size_t)size); }
void tutti_channel_close(int32_t descriptor) { close(descriptor); }
void tutti_channel_yield(void) { sched_yield(); }
#endif
