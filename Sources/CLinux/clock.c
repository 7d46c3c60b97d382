#define _GNU_SOURCE
#include "CLinux.h"

#include <sys/timex.h>

int clinux_clock_is_kept(int64_t *seconds) {
    struct timex state = {.modes = 0};
    int standing = adjtimex(&state);
    if (standing < 0) return -1;
    *seconds = state.time.tv_sec;
    return standing != TIME_ERROR && !(state.status & STA_UNSYNC);
}
