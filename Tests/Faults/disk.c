// A disk that fails: preloaded into `chatnet serve`, it makes what is done to the database fail as a file says.
//
//   cc -shared -fPIC -o disk.so disk.c
//   DISK_FAULT=FILE LD_PRELOAD=$PWD/disk.so chatnet serve …
//
// FILE holds a word or none: `full` (ENOSPC), `broken` (EIO), `readonly` (EROFS, also to open for writing), or `slow`
// (each write takes 50 ms). It is read anew each time, so a test changes what the disk does while the server runs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// What the disk answers now: an error number, 0 for none, or -1 for slow.
static int fault(void) {
  const char *file = getenv("DISK_FAULT");
  if (!file) return 0;
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, file, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  char word[16] = "";
  long count = syscall(SYS_read, descriptor, word, sizeof word - 1);
  syscall(SYS_close, descriptor);
  if (count <= 0) return 0;
  word[strcspn(word, "\n")] = 0;
  if (!strcmp(word, "full")) return ENOSPC;
  if (!strcmp(word, "broken")) return EIO;
  if (!strcmp(word, "readonly")) return EROFS;
  return strcmp(word, "slow") ? 0 : -1;
}

static int is_database(const char *path) { return path && strstr(path, "chatnet.db") != NULL; }

// Whether a call to this descriptor fails; errno is set then.
static int fails(int descriptor) {
  char link[64], path[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  long length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  if (!is_database(path)) return 0;
  int error = fault();
  if (error == -1) {
    struct timespec pause = {0, 50000000};
    nanosleep(&pause, NULL);
    return 0;
  }
  errno = error;
  return error != 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t count) {
  return fails(descriptor) ? -1 : NEXT(write)(descriptor, bytes, count);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return fails(descriptor) ? -1 : NEXT(pwrite)(descriptor, bytes, count, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  return fails(descriptor) ? -1 : NEXT(pwrite64)(descriptor, bytes, count, offset);
}
int fsync(int descriptor) { return fails(descriptor) ? -1 : NEXT(fsync)(descriptor); }
int fdatasync(int descriptor) { return fails(descriptor) ? -1 : NEXT(fdatasync)(descriptor); }
int ftruncate64(int descriptor, off64_t size) {
  return fails(descriptor) ? -1 : NEXT(ftruncate64)(descriptor, size);
}

// Whether a file can be opened so.
static int refuses(const char *path, int flags) {
  if ((flags & O_ACCMODE) == O_RDONLY || !is_database(path) || fault() != EROFS) return 0;
  errno = EROFS;
  return 1;
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  int mode = va_arg(list, int);
  va_end(list);
  return refuses(path, flags) ? -1 : NEXT(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  int mode = va_arg(list, int);
  va_end(list);
  return refuses(path, flags) ? -1 : NEXT(open64)(path, flags, mode);
}
