// The kernel interfaces that Swift's Glibc module does not carry.
// No _GNU_SOURCE: with it `fd_set` would differ from the one in other C modules.
#pragma once
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/timerfd.h>

/// The magic number of the file system that holds an open file, or -1 with errno. A function, because Swift cannot tell the
/// structure `statfs` from the call.
static inline int64_t clinux_file_system_magic(int descriptor) {
    struct statfs about;
    return fstatfs(descriptor, &about) == 0 ? (int64_t)(uint32_t)about.f_type : -1;
}

/// Waits for `events` of a descriptor; `key` comes back with them. A function, because `epoll_data` is a union.
static inline int clinux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t key) {
    struct epoll_event event = {.events = events, .data = {.u64 = key}};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int clinux_epoll_remove(int epoll, int descriptor) { return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL); }

/// Keys that one wait brings.
enum { clinux_epoll_events_max = 16 };

/// Waits, and writes the keys of what is ready: their number, or -1 with errno.
static inline int clinux_epoll_wait(int epoll, uint64_t *keys, int keysMax, int milliseconds) {
    struct epoll_event events[clinux_epoll_events_max];
    int count = epoll_wait(epoll, events, keysMax < clinux_epoll_events_max ? keysMax : clinux_epoll_events_max, milliseconds);
    for (int index = 0; index < count; index++) keys[index] = events[index].data.u64;
    return count;
}

/// Sleeps while the 32-bit word at `word` holds `expected`, until somebody wakes it, a signal comes or so many nanoseconds are over; without end where they are
/// negative. Whoever calls looks at the word again.
void clinux_futex_wait(const void *word, uint32_t expected, int64_t nanoseconds);

/// Wakes one thread that sleeps on `word`.
void clinux_futex_wake(const void *word);

/// How many heaps the threads share at most. To be called before there are threads.
static inline void clinux_limit_heaps(int heapsMax) { mallopt(M_ARENA_MAX, heapsMax); }

/// Gives the heaps' free pages back to the system.
static inline void clinux_trim_heaps(void) { malloc_trim(0); }

/// Gives the heaps' free pages back to the system, and lets go of the pages of program and libraries: they are the files' own, and what is needed again comes
/// from the system's cache.
void clinux_give_back_memory(void);

/// Keeps the named signals (bits by number) from ending the process: from now on each only marks itself and wakes the returned
/// descriptor. -1 with errno on failure. In C, because a signal handler may call next to nothing.
int clinux_catch_signals(uint64_t signals);

/// The signals that came since the last call, bits by number. The descriptor is not ready any more until the next one.
uint64_t clinux_drain_signals(void);

/// Starts this program again with one argument and nothing of the environment or of our descriptors but standard error, and pipes to its input and from its
/// output, which do not block.
/// Returns 0, or the error number.
int clinux_spawn_self(const char *command, pid_t *child, int *input, int *output);

/// Names the calling thread for `ps` and `top`: 15 bytes at most.
void clinux_name_thread(const char *name);

/// The system kills this process when the thread that started it is gone.
void clinux_die_with_parent(void);

/// Whether a time server keeps the kernel's clock: 1; 0 where none does; -1 where the system does not say. Writes what that clock reads, seconds since 1970.
int clinux_clock_is_kept(int64_t *seconds);
