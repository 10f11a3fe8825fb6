// What Glibc's module lacks, and inline wrappers for what Swift cannot import (macros, variadics).
#ifndef CHATNET_CLINUX_H
#define CHATNET_CLINUX_H

// Without _GNU_SOURCE, as Swift's Glibc module is: with it some of the structures that both know would
// differ, and the compiler refuses that. What is missing then is declared here.
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

// The distance of the first `byte` from `start`, or -1 where the `count` bytes hold none.
static inline long clinux_find_byte(const void *start, int byte, size_t count) {
  const void *found = count == 0 ? NULL : memchr(start, byte, count);
  return found == NULL ? -1 : (long)((const char *)found - (const char *)start);
}

// The distance of the last `byte` from `start`, or -1 where the `count` bytes hold none.
static inline long clinux_find_last_byte(const void *start, int byte, size_t count) {
  for (size_t i = count; i > 0; i--)
    if (((const unsigned char *)start)[i - 1] == (unsigned char)byte) return (long)(i - 1);
  return -1;
}

extern int accept4(int, struct sockaddr *, socklen_t *, int);

// Puts the text of an error number into `buffer`, thread-safe; 0 where that worked.
static inline int clinux_error_text(int number, char *buffer, size_t size) {
  return strerror_r(number, buffer, size);
}

// A stream socket that neither blocks nor outlives an exec.
static inline int clinux_stream_socket(int family) {
  return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static inline int clinux_stream_pair(int pair[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair);
}

static inline int clinux_accept(int fd, struct sockaddr *address, socklen_t *length) {
  return accept4(fd, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static inline int clinux_set_option(int fd, int level, int name, int value) {
  return setsockopt(fd, level, name, &value, sizeof value);
}

static inline int clinux_set_no_delay(int fd) {
  return clinux_set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

// The error that waits on a socket (SO_ERROR), which this clears; -1 where it cannot be asked.
static inline int clinux_pending_error(int fd) {
  int value = 0;
  socklen_t length = sizeof value;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &length) == 0 ? value : -1;
}

// Who is at the other end of a Unix socket, as of its connect (SO_PEERCRED).
static inline int clinux_peer_credentials(int fd, uint32_t *uid, uint32_t *gid, int32_t *pid) {
  struct {  // struct ucred
    int32_t pid;
    uint32_t uid, gid;
  } credentials;
  socklen_t length = sizeof credentials;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
  *uid = credentials.uid;
  *gid = credentials.gid;
  *pid = credentials.pid;
  return 0;
}

// Fills in a Unix socket address; 0 where the path is empty or does not fit (107 bytes do).
static inline socklen_t clinux_unix_address(struct sockaddr_un *address, const char *path, size_t count) {
  if (count == 0 || count >= sizeof address->sun_path) return 0;
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  memcpy(address->sun_path, path, count);
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + count + 1);
}

// Sends without raising SIGPIPE and without waiting. The system calls themselves: in a process with several threads
// send(2) of the library first makes the thread one that can be cancelled, which costs each write fifty instructions.
static inline ssize_t clinux_send_pieces(int fd, struct iovec *pieces, size_t count) {
  struct msghdr message = {.msg_iov = pieces, .msg_iovlen = count};
  return syscall(SYS_sendmsg, fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static inline ssize_t clinux_send(int fd, const void *bytes, size_t count) {
  return syscall(SYS_sendto, fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT, NULL, 0);
}

static inline int clinux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

// epoll_ctl with the token as the event's data.
static inline int clinux_epoll_control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data = {.u64 = token}};
  return epoll_ctl(epoll, operation, fd, &event);
}

static inline int clinux_event_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline int clinux_signal_descriptor(const sigset_t *signals) {
  return signalfd(-1, signals, SFD_NONBLOCK | SFD_CLOEXEC);
}

extern int sem_clockwait(sem_t *, clockid_t, const struct timespec *);

// Waits for a semaphore for so many milliseconds at most; 0 where it has taken one from its count.
static inline int clinux_semaphore_wait(sem_t *semaphore, int64_t milliseconds) {
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += milliseconds / 1000;
  end.tv_nsec += milliseconds % 1000 * 1000000;
  if (end.tv_nsec >= 1000000000) {
    end.tv_sec += 1;
    end.tv_nsec -= 1000000000;
  }
  int code;
  do {
    code = sem_clockwait(semaphore, CLOCK_MONOTONIC, &end);
  } while (code != 0 && errno == EINTR);
  return code;
}

extern int malloc_trim(size_t);

// Gives memory that is free back to the system, also where some of it around is in use.
static inline void clinux_give_back_memory(void) { malloc_trim(0); }

static inline int clinux_open(const char *path, int flags) { return open(path, flags | O_CLOEXEC); }

// Raises the limit on open descriptors to the hard limit; returns the limit then in force.
static inline uint64_t clinux_raise_open_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

#endif
