// OpenSSL's TLS, loaded when it is asked for (dlopen): who does not use TLS pays nothing for it, and the system's updates
// mend its holes. The types are those of OpenSSL's headers; the functions stand in a table of pointers, since the binary
// is not linked with them.
#ifndef CHATNET_COPENSSL_SSL_H
#define CHATNET_COPENSSL_SSL_H

#include <dlfcn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stddef.h>
#include <string.h>

// The functions that are used.
#define COPENSSL_FUNCTIONS(f) \
  f(OPENSSL_init_ssl) f(TLS_server_method) f(TLS_client_method) \
  f(SSL_CTX_new) f(SSL_CTX_free) f(SSL_CTX_ctrl) f(SSL_CTX_set_options) f(SSL_CTX_use_certificate) \
  f(SSL_CTX_use_PrivateKey) f(SSL_CTX_check_private_key) f(SSL_CTX_set_alpn_select_cb) f(SSL_CTX_set_alpn_protos) \
  f(SSL_CTX_set_verify) f(SSL_CTX_set_cert_verify_callback) f(SSL_CTX_set_num_tickets) \
  f(SSL_CTX_set_default_verify_paths) \
  f(SSL_new) f(SSL_free) f(SSL_set_bio) f(SSL_set_accept_state) f(SSL_set_connect_state) f(SSL_do_handshake) \
  f(SSL_read) f(SSL_write) f(SSL_shutdown) f(SSL_get_error) f(SSL_pending) f(SSL_ctrl) f(SSL_get0_param) \
  f(SSL_get_verify_result) f(SSL_get1_peer_certificate) f(SSL_get_version) \
  f(BIO_new) f(BIO_s_mem) f(BIO_free) f(BIO_up_ref) f(BIO_write) f(BIO_read) f(BIO_ctrl) f(BIO_new_mem_buf) \
  f(ERR_clear_error) f(ERR_peek_last_error) f(ERR_reason_error_string) \
  f(PEM_read_bio_X509) f(PEM_read_bio_PrivateKey) f(PEM_write_bio_X509) f(PEM_write_bio_PrivateKey) \
  f(X509_new) f(X509_free) f(X509_digest) f(X509_verify_cert_error_string) f(X509_check_private_key) \
  f(X509_get0_notBefore) f(X509_get0_notAfter) f(X509_cmp_current_time) f(ASN1_TIME_to_tm) \
  f(X509_set_version) f(X509_get_serialNumber) f(X509_gmtime_adj) f(X509_getm_notBefore) f(X509_getm_notAfter) \
  f(X509_set_pubkey) f(X509_get_subject_name) f(X509_set_issuer_name) f(X509_NAME_add_entry_by_txt) f(X509_sign) \
  f(X509_add_ext) f(X509_EXTENSION_free) f(X509V3_EXT_conf_nid) f(X509V3_set_ctx) f(ASN1_INTEGER_set_uint64) \
  f(X509_VERIFY_PARAM_set1_host) f(X509_VERIFY_PARAM_set1_ip_asc) f(X509_VERIFY_PARAM_set_hostflags) \
  f(EVP_sha256) f(EVP_PKEY_free) f(EVP_PKEY_Q_keygen)

#define COPENSSL_FIELD(name) __typeof__(&name) name;
struct copenssl {
  COPENSSL_FUNCTIONS(COPENSSL_FIELD)
};
#undef COPENSSL_FIELD

// Loads the library and fills in the table; else says why not, in a text that is valid until the next call of dlerror.
static inline const char *copenssl_load(struct copenssl *table) {
  void *library = dlopen("libssl.so.3", RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) return dlerror();
#define COPENSSL_FIND(name) \
  if ((table->name = (__typeof__(&name))dlsym(library, #name)) == NULL) return dlerror();
  COPENSSL_FUNCTIONS(COPENSSL_FIND)
#undef COPENSSL_FIND
  table->OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, NULL);
  return NULL;
}

// What follows are macros of OpenSSL that call functions of the table.

static inline void copenssl_set_modes(const struct copenssl *t, SSL_CTX *context) {
  t->SSL_CTX_ctrl(context, SSL_CTRL_MODE, SSL_MODE_RELEASE_BUFFERS, NULL);
  // SSL_read returns after each record that holds no data: who sends many of them is not read from without end.
  t->SSL_CTX_ctrl(context, SSL_CTRL_CLEAR_MODE, SSL_MODE_AUTO_RETRY, NULL);
  t->SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL);
  t->SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE, SSL_SESS_CACHE_OFF, NULL);
  t->SSL_CTX_set_options(
      context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
}

// Adds a certificate to what is sent behind one's own; 1 where that worked. The context has a reference of its own.
static inline long copenssl_add_chain(const struct copenssl *t, SSL_CTX *context, X509 *certificate) {
  return t->SSL_CTX_ctrl(context, SSL_CTRL_CHAIN_CERT, 1, certificate);
}

// Tells the server which of its names is meant.
static inline long copenssl_set_server_name(const struct copenssl *t, SSL *ssl, const char *name) {
  return t->SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, (void *)name);
}

// The bytes that a memory BIO holds.
static inline size_t copenssl_contents(const struct copenssl *t, BIO *bio, const void **start) {
  char *bytes = NULL;
  long count = t->BIO_ctrl(bio, BIO_CTRL_INFO, 0, &bytes);
  *start = bytes;
  return count > 0 ? (size_t)count : 0;
}

static inline void copenssl_empty(const struct copenssl *t, BIO *bio) { t->BIO_ctrl(bio, BIO_CTRL_RESET, 0, NULL); }

// Takes the protocol `irc` of those that a client offers; one that offers others alone speaks something else.
static inline int copenssl_choose_irc(
    SSL *ssl, const unsigned char **chosen, unsigned char *count, const unsigned char *offered, unsigned int size,
    void *unused) {
  for (unsigned int i = 0; i < size; i += offered[i] + 1u) {
    if (offered[i] == 3 && size - i > 3 && memcmp(offered + i + 1, "irc", 3) == 0) {
      *chosen = offered + i + 1;
      *count = 3;
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

// Any certificate of a client will do, since it is known by its fingerprint; that the client has its key is proven.
static inline int copenssl_accept_any(X509_STORE_CTX *store, void *unused) { return 1; }

static inline void copenssl_set_server(const struct copenssl *t, SSL_CTX *context) {
  t->SSL_CTX_set_num_tickets(context, 0);
  t->SSL_CTX_set_alpn_select_cb(context, copenssl_choose_irc, NULL);
  t->SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  t->SSL_CTX_set_cert_verify_callback(context, copenssl_accept_any, NULL);
}

// The certificate of the server is looked at after the handshake, before anything is said.
static inline void copenssl_set_client(const struct copenssl *t, SSL_CTX *context) {
  t->SSL_CTX_set_alpn_protos(context, (const unsigned char *)"\x03irc", 4);
  t->SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
}

// Which host the certificate of a server must be for. 1 where that worked.
static inline int copenssl_expect_host(const struct copenssl *t, SSL *ssl, const char *host, int is_address) {
  X509_VERIFY_PARAM *parameters = t->SSL_get0_param(ssl);
  t->X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return is_address ? t->X509_VERIFY_PARAM_set1_ip_asc(parameters, host)
                    : t->X509_VERIFY_PARAM_set1_host(parameters, host, 0);
}

// Nobody is asked for the password of a key.
static inline int copenssl_no_password(char *buffer, int size, int writes, void *was_wanted) {
  if (was_wanted != NULL) *(int *)was_wanted = 1;
  return -1;
}

static inline X509 *copenssl_read_certificate(const struct copenssl *t, BIO *bio) {
  return t->PEM_read_bio_X509(bio, NULL, copenssl_no_password, NULL);
}

// `is_locked` is 1 where the key needs a password.
static inline EVP_PKEY *copenssl_read_key(const struct copenssl *t, BIO *bio, int *is_locked) {
  return t->PEM_read_bio_PrivateKey(bio, NULL, copenssl_no_password, is_locked);
}

static inline int copenssl_write_key(const struct copenssl *t, BIO *bio, EVP_PKEY *key) {
  return t->PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
}

// Puts the SHA-256 of a certificate into 32 bytes; 1 where that worked.
static inline int copenssl_fingerprint(const struct copenssl *t, const X509 *certificate, unsigned char *bytes) {
  unsigned int count = 0;
  return t->X509_digest(certificate, t->EVP_sha256(), bytes, &count) == 1 && count == 32;
}

// A new key on the curve P-256.
static inline EVP_PKEY *copenssl_make_key(const struct copenssl *t) {
  return t->EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
}

static inline int copenssl_add_extension(
    const struct copenssl *t, X509 *certificate, int kind, const char *value) {
  X509V3_CTX context;
  memset(&context, 0, sizeof context);
  t->X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = t->X509V3_EXT_conf_nid(NULL, &context, kind, value);
  if (extension == NULL) return 0;
  int answer = t->X509_add_ext(certificate, extension, -1);
  t->X509_EXTENSION_free(extension);
  return answer;
}

// A certificate for the key, signed by that key; NULL where it cannot be made. `names` is in the form of
// subjectAltName: `DNS:localhost,IP:127.0.0.1`.
static inline X509 *copenssl_make_certificate(
    const struct copenssl *t, EVP_PKEY *key, const char *common_name, const char *names, uint64_t number, long days) {
  X509 *certificate = t->X509_new();
  if (certificate == NULL) return NULL;
  X509_NAME *subject = t->X509_get_subject_name(certificate);
  // The clock of who connects may be behind.
  int is_made =
      t->X509_set_version(certificate, X509_VERSION_3) &&
      t->ASN1_INTEGER_set_uint64(t->X509_get_serialNumber(certificate), number) &&
      t->X509_gmtime_adj(t->X509_getm_notBefore(certificate), -86400L) != NULL &&
      t->X509_gmtime_adj(t->X509_getm_notAfter(certificate), days * 86400L) != NULL &&
      t->X509_set_pubkey(certificate, key) &&
      t->X509_NAME_add_entry_by_txt(
          subject, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, -1, -1, 0) &&
      t->X509_set_issuer_name(certificate, subject) &&
      copenssl_add_extension(t, certificate, NID_subject_alt_name, names) &&
      copenssl_add_extension(t, certificate, NID_basic_constraints, "critical,CA:FALSE") &&
      copenssl_add_extension(t, certificate, NID_ext_key_usage, "serverAuth") &&
      t->X509_sign(certificate, key, t->EVP_sha256()) > 0;
  if (is_made) return certificate;
  t->X509_free(certificate);
  return NULL;
}

// The reason of the last error of this thread, or NULL; clears all errors.
static inline const char *copenssl_take_reason(const struct copenssl *t, int *library, int *code) {
  unsigned long error = t->ERR_peek_last_error();
  *library = ERR_GET_LIB(error);
  *code = ERR_GET_REASON(error);
  const char *reason = error == 0 ? NULL : t->ERR_reason_error_string(error);
  t->ERR_clear_error();
  return reason;
}

#endif
