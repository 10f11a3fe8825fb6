// The hashes of OpenSSL's libcrypto, which is loaded when the first of them is wanted: the program does not depend on it
// and starts no slower for it.
#ifndef CHATNET_COPENSSL_CRYPTO_H
#define CHATNET_COPENSSL_CRYPTO_H

#include <dlfcn.h>
#include <stddef.h>

typedef struct ccrypto_library {
  const void *(*sha256)(void);
  unsigned char *(*hmac)(const void *, const void *, int, const unsigned char *, size_t, unsigned char *, unsigned int *);
  int (*digest)(const void *, size_t, unsigned char *, unsigned int *, const void *, void *);
  int (*pbkdf2)(const char *, int, const unsigned char *, int, int, const void *, int, unsigned char *);
} ccrypto_library;

// Loads the library; 0 where it is not there, or lacks something.
static inline int ccrypto_load(ccrypto_library *library) {
  void *handle = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return 0;
  *(void **)&library->sha256 = dlsym(handle, "EVP_sha256");
  *(void **)&library->hmac = dlsym(handle, "HMAC");
  *(void **)&library->digest = dlsym(handle, "EVP_Digest");
  *(void **)&library->pbkdf2 = dlsym(handle, "PKCS5_PBKDF2_HMAC");
  return library->sha256 != NULL && library->hmac != NULL && library->digest != NULL && library->pbkdf2 != NULL;
}

// SHA-256 of bytes (FIPS 180-4), 32 bytes long.
static inline int ccrypto_sha256(const ccrypto_library *library, const void *bytes, size_t count, unsigned char *hash) {
  unsigned int length = 32;
  return library->digest(bytes, count, hash, &length, library->sha256(), NULL);
}

// HMAC-SHA-256 (RFC 2104), 32 bytes long.
static inline int ccrypto_hmac_sha256(
    const ccrypto_library *library, const void *key, size_t key_count, const void *bytes, size_t count,
    unsigned char *hash) {
  unsigned int length = 32;
  // OpenSSL takes no missing key, not even an empty one.
  return library->hmac(
             library->sha256(), key_count == 0 ? "" : key, (int)key_count, (const unsigned char *)bytes, count, hash,
             &length) != NULL;
}

// PBKDF2 with HMAC-SHA-256 (RFC 8018), 32 bytes long.
static inline int ccrypto_pbkdf2_sha256(
    const ccrypto_library *library, const void *password, size_t password_count, const void *salt, size_t salt_count,
    int iterations, unsigned char *hash) {
  return library->pbkdf2(
      password_count == 0 ? "" : (const char *)password, (int)password_count, (const unsigned char *)salt,
      (int)salt_count, iterations, library->sha256(), 32, hash);
}

#endif
