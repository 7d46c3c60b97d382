// libzip, on bytes in memory.
#pragma once
#include <zip.h>
