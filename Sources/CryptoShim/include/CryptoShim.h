// Digests and message authentication by the system's libcrypto, behind calls that Swift can import.
#ifndef GATEPOST_CRYPTO_SHIM_H
#define GATEPOST_CRYPTO_SHIM_H

#include <stddef.h>
#include <stdint.h>

/// Writes the 32 bytes of SHA-256 over `length` bytes. Returns 1 on success, 0 when libcrypto refused.
int gatepost_sha256(const uint8_t *bytes, size_t length, uint8_t *digest);

/// Writes the 32 bytes of HMAC-SHA-256 (RFC 2104). Returns 1 on success, 0 when libcrypto refused.
int gatepost_hmac_sha256(const uint8_t *key, size_t key_length, const uint8_t *bytes, size_t length, uint8_t *digest);

/// Fills `bytes` from libcrypto's random generator. Returns 1 on success.
int gatepost_random(uint8_t *bytes, size_t length);

#endif
