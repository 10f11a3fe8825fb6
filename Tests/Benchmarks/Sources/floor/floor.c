// The least that a relay of one room can do: what is said is appended to one log, and at the end of the turn each
// member is written, in one call, what it lacks of it. No rooms, no modes, no limits, no lists of who is there.
//
//   floor [--tags]      listens on a port of 127.0.0.1 that it prints; --tags: as to clients with server-time,
//                       message-tags and echo-message
//
// It knows a client by the number at the end of its name, so that private lines need no table.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MAX_CLIENTS = 65536, OWN_SIZE = 1 << 20, LINE_SIZE = 512, LOG_SIZE = 1 << 28, BATCH = 512 };

typedef struct {
  int fd;
  bool member, dirty;
  size_t at;                // how much of the log it has been written
  size_t said, said_end;    // what it said itself in this turn, which it is not told
  char *own;                // replies and private lines
  size_t own_count, own_capacity;
  char name[32];
  char part[LINE_SIZE];     // the beginning of a line whose end is still to come
  size_t part_count;
} Client;

static Client *clients[MAX_CLIENTS], *numbered[MAX_CLIENTS], *members[MAX_CLIENTS], *dirty[MAX_CLIENTS];
static size_t member_count, dirty_count;
static char *room;
static size_t room_end;
static bool tagged;
static int epoll;
static const char tags[] = "@time=2026-01-01T00:00:00.000Z;msgid=0123456789abc ";

static void fail(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void mark(Client *client) {
  if (client->dirty) return;
  client->dirty = true;
  dirty[dirty_count++] = client;
}

static char *put(char *to, const void *bytes, size_t count) {
  memcpy(to, bytes, count);
  return to + count;
}

static void reply(Client *client, const char *line) {
  size_t count = strlen(line);
  size_t wanted = client->own_count + count;
  if (wanted > OWN_SIZE) fail("a client reads too slowly");
  if (wanted > client->own_capacity) {
    client->own_capacity = 2 * wanted;
    client->own = realloc(client->own, client->own_capacity);
    if (client->own == NULL) fail("no memory");
  }
  memcpy(client->own + client->own_count, line, count);
  client->own_count += count;
  mark(client);
}

// ":name!~bench@127.0.0.1 COMMAND rest\r\n", with tags where they are wanted.
static char *encode(char *to, const Client *from, const char *command, size_t count) {
  if (tagged) to = put(to, tags, sizeof tags - 1);
  *to++ = ':';
  to = put(to, from->name, strlen(from->name));
  to = put(to, "!~bench@127.0.0.1 ", 18);
  to = put(to, command, count);
  return put(to, "\r\n", 2);
}

static void say(Client *client, const char *line, size_t count) {
  if (room_end + count + 256 > LOG_SIZE) fail("a member reads too slowly");
  size_t from = room_end;
  room_end = encode(room + room_end, client, line, count) - room;
  if (tagged) return;
  if (client->said_end != from) client->said = from;
  client->said_end = room_end;
}

static void say_privately(Client *client, const char *line, size_t count) {
  char bytes[LINE_SIZE + 256];
  Client *to = numbered[atoi(line + strcspn(line, "0123456789")) % MAX_CLIENTS];
  if (to == NULL) return;
  *encode(bytes, client, line, count) = 0;
  reply(to, bytes);
  if (tagged) reply(client, bytes);
}

static void join(Client *client) {
  char line[LINE_SIZE];
  client->member = true;
  client->at = room_end;
  members[member_count++] = client;
  size_t from = room_end;
  say(client, "JOIN #bench", 11);
  client->said = client->said_end = from;  // One's own JOIN is told.
  snprintf(line, sizeof line, ":floor 366 %s #bench :End\r\n", client->name);
  reply(client, line);
}

static void introduce(Client *client, const char *name) {
  snprintf(client->name, sizeof client->name, "%s", name);
  numbered[atoi(name + strcspn(name, "0123456789")) % MAX_CLIENTS] = client;
}

static void welcome(Client *client) {
  char line[LINE_SIZE];
  snprintf(line, sizeof line, ":floor 001 %s :hi\r\n:floor 422 %s :-\r\n", client->name, client->name);
  reply(client, line);
}

static void obey(Client *client, char *line, size_t count) {
  if (count > 0 && line[count - 1] == '\r') count--;
  if (count > 9 && memcmp(line, "PRIVMSG #", 9) == 0) return say(client, line, count);
  if (count > 8 && memcmp(line, "PRIVMSG ", 8) == 0) return say_privately(client, line, count);
  line[count] = 0;
  if (strncmp(line, "NICK ", 5) == 0) introduce(client, line + 5);
  if (strncmp(line, "USER ", 5) == 0) welcome(client);
  if (strncmp(line, "JOIN ", 5) == 0) join(client);
  if (strncmp(line, "CAP REQ ", 8) == 0) reply(client, ":floor CAP * ACK :all\r\n");
  if (strncmp(line, "PING ", 5) == 0) reply(client, ":floor PONG floor :-\r\n");
}

static void leave(Client *client) {
  if (client->member) {
    for (size_t i = 0; i < member_count; i++) {
      if (members[i] != client) continue;
      members[i] = members[--member_count];
      break;
    }
  }
  // It may still be among the dirty, so what is left of it stays until the end.
  close(client->fd);
  client->fd = -1;
}

static void hear(Client *client) {
  static char bytes[1 << 16];
  memcpy(bytes, client->part, client->part_count);
  ssize_t got = read(client->fd, bytes + client->part_count, sizeof bytes - client->part_count);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return leave(client);
  char *line = bytes, *end = bytes + client->part_count + got, *newline;
  while ((newline = memchr(line, '\n', end - line)) != NULL) {
    obey(client, line, newline - line);
    line = newline + 1;
  }
  client->part_count = end - line;
  if (client->part_count > LINE_SIZE) return leave(client);
  memcpy(client->part, line, client->part_count);
}

static void watch(Client *client, uint32_t events) {
  struct epoll_event event = {.events = events, .data = {.fd = client->fd}};
  epoll_ctl(epoll, EPOLL_CTL_MOD, client->fd, &event);
}

static struct iovec piece(size_t from, size_t to) {
  return (struct iovec){room + from, to > from ? to - from : 0};
}

// Writes once what a client lacks: its own lines first, unless one of the log's has been written in part.
static void flush(Client *client) {
  if (client->fd < 0) return;
  size_t end = client->member ? room_end : 0;
  if (!client->member) client->at = 0;
  bool skips = client->said_end > client->said && client->at <= client->said;
  bool between = client->at == 0 || !client->member || room[client->at - 1] == '\n';
  struct iovec out[3] = {
      {client->own, between ? client->own_count : 0},
      piece(client->at, skips ? client->said : end),
      skips ? piece(client->said_end, end) : piece(0, 0),
  };
  size_t wanted = out[0].iov_len + out[1].iov_len + out[2].iov_len;
  ssize_t written = wanted == 0 ? 0 : writev(client->fd, out, 3);
  if (written < 0 && errno != EAGAIN) return leave(client);
  if (written < 0) written = 0;
  size_t left = written, own = left < out[0].iov_len ? left : out[0].iov_len;
  if (own > 0) memmove(client->own, client->own + own, client->own_count - own);
  client->own_count -= own;
  client->at += left - own;
  if (skips && client->at >= client->said) client->at += client->said_end - client->said;
  if ((size_t)written < wanted || client->own_count > 0) watch(client, EPOLLIN | EPOLLOUT);
}

// The end of a turn: everybody is written what there is, and when nobody lacks anything the log begins anew.
static void finish_turn(size_t before) {
  static bool behind;
  for (size_t i = 0; i < dirty_count; i++) {
    dirty[i]->dirty = false;
    if (!dirty[i]->member || room_end == before) flush(dirty[i]);
  }
  dirty_count = 0;
  if (room_end == before && !behind) return;
  behind = false;
  for (size_t i = member_count; i-- > 0;) {
    Client *client = members[i];
    flush(client);
    if (client->fd >= 0 && client->at < room_end) behind = true;
  }
  if (behind) return;
  for (size_t i = 0; i < member_count; i++) members[i]->at = members[i]->said = members[i]->said_end = 0;
  room_end = 0;
}

static int listen_somewhere(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 4096) != 0) fail("cannot listen");
  getsockname(fd, (struct sockaddr *)&address, &size);
  printf("floor: listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}

static void take_in(int listener) {
  int fd, one = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    if (fd >= MAX_CLIENTS || (clients[fd] = calloc(1, sizeof(Client))) == NULL) fail("too many clients");
    clients[fd]->fd = fd;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
}

int main(int count, char **arguments) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  signal(SIGPIPE, SIG_IGN);
  tagged = count > 1 && strcmp(arguments[1], "--tags") == 0;
  room = mmap(NULL, LOG_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) fail("no memory");
  epoll = epoll_create1(EPOLL_CLOEXEC);
  int listener = listen_somewhere();
  struct epoll_event events[BATCH], event = {.events = EPOLLIN, .data = {.fd = listener}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(epoll, events, BATCH, -1);
    size_t before = room_end;
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == listener) {
        take_in(listener);
        continue;
      }
      Client *client = clients[events[i].data.fd];
      if (client->fd < 0) continue;
      if (events[i].events & EPOLLOUT) {
        watch(client, EPOLLIN);
        mark(client);
      }
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) hear(client);
    }
    finish_turn(before);
  }
}
