#include "CryptoShim.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

int gatepost_sha256(const uint8_t *bytes, size_t length, uint8_t *digest) {
    static const uint8_t none = 0;
    return EVP_Digest(length ? bytes : &none, length, digest, NULL, EVP_sha256(), NULL) == 1;
}

int gatepost_hmac_sha256(const uint8_t *key, size_t key_length, const uint8_t *bytes, size_t length, uint8_t *digest) {
    static const uint8_t none = 0;
    unsigned int written = 0;
    return HMAC(EVP_sha256(), key_length ? key : &none, (int)key_length, length ? bytes : &none, length, digest, &written)
        != NULL && written == 32;
}

int gatepost_random(uint8_t *bytes, size_t length) {
    return RAND_bytes(bytes, (int)length) == 1;
}
