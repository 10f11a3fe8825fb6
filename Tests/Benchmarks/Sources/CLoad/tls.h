// TLS for the load generator.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

// What all clients of a run have in common. Servers are not looked at.
static inline SSL_CTX *load_tls(void) {
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
  SSL_CTX_set_mode(
      context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

// A client's end over a connected socket.
static inline SSL *load_tls_begin(SSL_CTX *context, int fd) {
  SSL *ssl = SSL_new(context);
  SSL_set_fd(ssl, fd);
  SSL_set_connect_state(ssl);
  return ssl;
}

// Turns the outcome of a call into that of the system call in its place.
static inline ssize_t load_tls_outcome(SSL *ssl, int answer) {
  if (answer > 0) return answer;
  int reason = SSL_get_error(ssl, answer);
  ERR_clear_error();
  if (reason == SSL_ERROR_ZERO_RETURN) return 0;
  errno = reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
  return -1;
}

// Goes on with the handshake: 1 where it is done, -1 with EAGAIN where it goes on.
static inline ssize_t load_tls_shake(SSL *ssl) { return load_tls_outcome(ssl, SSL_do_handshake(ssl)); }

static inline ssize_t load_tls_write(SSL *ssl, const void *bytes, size_t count) {
  return count == 0 ? 0 : load_tls_outcome(ssl, SSL_write(ssl, bytes, (int)count));
}

// Reads all that is there, as much as fits.
static inline ssize_t load_tls_read(SSL *ssl, void *buffer, size_t size) {
  size_t count = 0;
  while (count < size) {
    int answer = SSL_read(ssl, (char *)buffer + count, (int)(size - count));
    if (answer <= 0) {
      ssize_t outcome = load_tls_outcome(ssl, answer);
      return count > 0 ? (ssize_t)count : outcome;
    }
    count += (size_t)answer;
  }
  return (ssize_t)count;
}
