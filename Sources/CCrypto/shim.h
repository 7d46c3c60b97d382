// OpenSSL's libcrypto, for digests only.
#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
