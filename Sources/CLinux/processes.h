// What starting programs needs and Glibc's module lacks. Declared here for the same reason as in shim.h.
#ifndef CHATNET_CLINUX_PROCESSES_H
#define CHATNET_CLINUX_PROCESSES_H

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

// posix_spawn: the program leads a session of its own.
#define CLINUX_SPAWN_SETSID 0x80

extern int pipe2(int[2], int);
extern int pidfd_open(pid_t, unsigned int);

extern int memfd_create(const char *, unsigned int);
extern const char *sigabbrev_np(int);
extern char **environ;

// The variables of this process as `NAME=value`, NULL behind the last.
static inline char **clinux_environment(void) { return environ; }

// A file without a name, in memory; it does not outlive an exec.
static inline int clinux_memory_file(const char *name) { return memfd_create(name, 1 /* MFD_CLOEXEC */); }

// `TERM` for SIGTERM; NULL where no signal has that number.
static inline const char *clinux_signal_name(int number) { return sigabbrev_np(number); }

// A pipe whose ends do not outlive an exec.
static inline int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

// A descriptor that polls as readable when the process has ended; it does not outlive an exec.
static inline int clinux_process_descriptor(pid_t process) { return pidfd_open(process, 0); }

// A child that has ended and that nobody has waited for, which stays so; 0 where there is none.
static inline pid_t clinux_ended_child(void) {
  siginfo_t child = {0};
  return waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0 ? child.si_pid : 0;
}

// The master of a new pseudo-terminal, whose slave can be opened; its name is put into `name`.
static inline int clinux_pseudo_terminal(char *name, size_t size) {
  int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
  int locked = 0;
  unsigned int number = 0;
  if (master < 0) return -1;
  if (ioctl(master, TIOCSPTLCK, &locked) != 0 || ioctl(master, TIOCGPTN, &number) != 0) {
    close(master);
    return -1;
  }
  snprintf(name, size, "/dev/pts/%u", number);
  return master;
}

static inline int clinux_set_window_size(int terminal, unsigned short rows, unsigned short columns) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  return ioctl(terminal, TIOCSWINSZ, &size);
}

#endif
