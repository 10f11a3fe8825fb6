// Whose the other end of a TCP connection is, as the kernel's socket diagnostics tell (sock_diag(7)).
#ifndef CHATNET_CLINUX_CONNECTIONS_H
#define CHATNET_CLINUX_CONNECTIONS_H

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// One end of a TCP connection, with an IPv4 address in its IPv6 form (::ffff:192.0.2.1).
struct clinux_end {
  uint32_t address[4];
  uint16_t port;  // In network order.
  uint32_t interface;  // Of an IPv6 address that means something on one interface alone.
};

// Reads an end; 0 where the address is of another kind.
static inline int clinux_read_end(struct clinux_end *end, const struct sockaddr *address) {
  memset(end, 0, sizeof *end);
  if (address->sa_family == AF_INET) {
    const struct sockaddr_in *in = (const struct sockaddr_in *)address;
    end->address[2] = htonl(0xFFFF);
    end->address[3] = in->sin_addr.s_addr;
    end->port = in->sin_port;
    return 1;
  }
  if (address->sa_family == AF_INET6) {
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
    memcpy(end->address, &in6->sin6_addr, sizeof end->address);
    end->port = in6->sin6_port;
    end->interface = in6->sin6_scope_id;
    return 1;
  }
  return 0;
}

static inline int clinux_is_ipv4(const struct clinux_end *end) {
  return end->address[0] == 0 && end->address[1] == 0 && end->address[2] == htonl(0xFFFF);
}

// Whether an address that the kernel tells is that of the end.
static inline int clinux_is_end(const struct clinux_end *end, int family, const uint32_t *told, uint16_t port) {
  if (end->port != port) return 0;
  if (family == AF_INET) return clinux_is_ipv4(end) && end->address[3] == told[0];
  return memcmp(end->address, told, sizeof end->address) == 0;
}

// The user of the kernel's answer, which is about the socket from `far` to `near`; -1 with ENOENT where it is not.
static inline int clinux_read_owner(const struct nlmsghdr *header, size_t count, const struct clinux_end *far,
                                    const struct clinux_end *near, uint32_t *uid) {
  if (count < sizeof *header || header->nlmsg_len > count) return errno = EPROTO, -1;
  if (header->nlmsg_type == NLMSG_ERROR) {
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof(struct nlmsgerr))) return errno = EPROTO, -1;
    int code = -((const struct nlmsgerr *)NLMSG_DATA(header))->error;
    return errno = code > 0 ? code : EPROTO, -1;
  }
  if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY || header->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg)))
    return errno = EPROTO, -1;
  const struct inet_diag_msg *told = (const struct inet_diag_msg *)NLMSG_DATA(header);
  // Where no such connection is, the kernel answers with a socket that listens on the far end's port. One that no
  // process has open any more has no inode, and is said to be of user 0.
  if (!clinux_is_end(far, told->idiag_family, told->id.idiag_src, told->id.idiag_sport) ||
      !clinux_is_end(near, told->idiag_family, told->id.idiag_dst, told->id.idiag_dport) || told->idiag_inode == 0)
    return errno = ENOENT, -1;
  *uid = told->idiag_uid;
  return 0;
}

// The user of the process at the far end of a TCP connection, if that end is on this machine; -1 with ENOENT where it
// is not.
static inline int clinux_connection_owner(const struct sockaddr *near_address, const struct sockaddr *far_address,
                                          uint32_t *uid) {
  struct clinux_end near, far;
  if (!clinux_read_end(&near, near_address) || !clinux_read_end(&far, far_address)) return errno = EAFNOSUPPORT, -1;
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 question;
  } request;
  memset(&request, 0, sizeof request);
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.question.sdiag_protocol = IPPROTO_TCP;
  request.question.idiag_states = ~0u;
  struct inet_diag_sockid *id = &request.question.id;
  // The far end's socket has the two ends the other way round.
  id->idiag_sport = far.port;
  id->idiag_dport = near.port;
  id->idiag_if = far.interface;
  id->idiag_cookie[0] = id->idiag_cookie[1] = (uint32_t)INET_DIAG_NOCOOKIE;
  if (clinux_is_ipv4(&far) && clinux_is_ipv4(&near)) {
    request.question.sdiag_family = AF_INET;
    id->idiag_src[0] = far.address[3];
    id->idiag_dst[0] = near.address[3];
  } else {
    request.question.sdiag_family = AF_INET6;
    memcpy(id->idiag_src, far.address, sizeof far.address);
    memcpy(id->idiag_dst, near.address, sizeof near.address);
  }
  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (netlink < 0) return -1;
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  // The answer carries attributes that are not asked for.
  union {
    struct nlmsghdr header;
    char room[4096];
  } answer;
  ssize_t count = sendto(netlink, &request, sizeof request, 0, (struct sockaddr *)&kernel, sizeof kernel);
  if (count >= 0) count = recv(netlink, &answer, sizeof answer, 0);
  int code = errno;
  close(netlink);
  if (count < 0) return errno = code, -1;
  return clinux_read_owner(&answer.header, (size_t)count, &far, &near, uid);
}

#endif
