// What Glibc's module lacks for the load generator.
#pragma once

#include <errno.h>
#include <signal.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static inline int load_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int load_epoll_control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data = {.u64 = token}};
  return epoll_ctl(epoll, operation, fd, &event);
}

// A descriptor that is readable every `interval` nanoseconds.
static inline int load_metronome(long interval) {
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct timespec beat = {.tv_sec = interval / 1000000000, .tv_nsec = interval % 1000000000};
  struct itimerspec both = {.it_interval = beat, .it_value = beat};
  if (fd >= 0) timerfd_settime(fd, 0, &both, NULL);
  return fd;
}

// Begins to connect to a port of 127.0.0.1 without waiting; -1 with errno where it fails at once. Closing resets the
// connection, so that no port is held in TIME_WAIT.
static inline int load_connect(uint16_t port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  int one = 1;
  struct linger reset = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 || errno == EINPROGRESS) return fd;
  close(fd);
  return -1;
}

// The same to a Unix socket.
static inline int load_connect_local(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return errno = ENAMETOOLONG, -1;
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

// The error that a socket has met, or 0.
static inline int load_socket_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

// The processor time of all threads of a process, ended ones too, in nanoseconds; -1 where there is none.
static inline int64_t load_cpu_time(int pid) {
  clockid_t clock;
  struct timespec time;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return -1;
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static inline uint32_t load_word(const void *bytes) {
  uint32_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

// As many open descriptors as the hard limit allows, and as many as a large run needs where that may be raised.
static inline void load_raise_open_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  struct rlimit wanted = {.rlim_cur = 1 << 16, .rlim_max = 1 << 16};
  if (limit.rlim_max < wanted.rlim_max && setrlimit(RLIMIT_NOFILE, &wanted) == 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Has a connection end as that of a program that closes it, and not by a reset.
static inline void load_end_in_order(int fd) {
  struct linger usual = {0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &usual, sizeof usual);
}

// A process that has all descriptors of this one open, does nothing, and ends with this one at the latest; -1 where
// there can be none.
static inline int load_holder(void) {
  int pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) pause();
}
