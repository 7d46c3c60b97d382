#pragma once
#include <stdint.h>

/// Calls of malloc, calloc, realloc and the aligned kinds by this process so far.
uint64_t allocations(void);
