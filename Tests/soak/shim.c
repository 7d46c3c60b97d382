// Preloaded into the services: a disk that fails and a clock that is set, as a file says that the soak test maps too.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/// As `world.py` packs it.
struct control {
    _Atomic int64_t clock_offset;  // seconds
    _Atomic int64_t one_in;        // of so many writes and syncs of the journal one fails; 0: none
    _Atomic int64_t error;         // errno that it fails with
};
static struct control idle, *control = &idle;
static atomic_long calls;
static _Bool is_wall[4096];  // timer descriptors

__attribute__((constructor)) static void map(void) {
    const char *path = getenv("SOAK_CONTROL");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) control = mapped;
    close(file);
}

static int fails(int descriptor) {
    int64_t one_in = control->one_in;
    if (one_in <= 0) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, "/journal.sqlite") || strstr(path, "-lock")) return 0;
    if ((atomic_fetch_add(&calls, 1) + 1) % one_in != 0) return 0;
    errno = (int)control->error;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    return fails(descriptor) ? -1 : REAL(pwrite64)(descriptor, bytes, count, offset);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) { return pwrite64(descriptor, bytes, count, offset); }
int fsync(int descriptor) { return fails(descriptor) ? -1 : REAL(fsync)(descriptor); }
int fdatasync(int descriptor) { return fails(descriptor) ? -1 : REAL(fdatasync)(descriptor); }
int ftruncate64(int descriptor, off64_t length) { return fails(descriptor) ? -1 : REAL(ftruncate64)(descriptor, length); }
int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += control->clock_offset;
    return result;
}
time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *time, void *zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}
int timerfd_create(clockid_t clock, int flags) {
    int descriptor = (int)syscall(SYS_timerfd_create, clock, flags);
    if (descriptor >= 0 && descriptor < 4096) is_wall[descriptor] = clock == CLOCK_REALTIME;
    return descriptor;
}
int timerfd_settime(int descriptor, int flags, const struct itimerspec *value, struct itimerspec *old) {
    struct itimerspec real = *value;
    if (descriptor < 4096 && is_wall[descriptor] && (flags & TFD_TIMER_ABSTIME) && real.it_value.tv_sec) {
        real.it_value.tv_sec -= control->clock_offset;
        if (real.it_value.tv_sec < 1) real.it_value.tv_sec = 1;
    }
    return (int)syscall(SYS_timerfd_settime, descriptor, flags, &real, old);
}
