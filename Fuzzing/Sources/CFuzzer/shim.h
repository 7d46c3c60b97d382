// libFuzzer's own entry (LLVM, "Using libFuzzer as a library"): it reads its options, then gives bytes to the callback.
#pragma once
#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
