// The kernel interfaces that Swift's Glibc module does not carry.
// No _GNU_SOURCE: with it `fd_set` would differ from the one in other C modules.
#pragma once
#include <malloc.h>
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

/// Watches a descriptor for input; `key` comes back with it. A function, because `epoll_data` is a union.
static inline int clinux_epoll_add(int epoll, int descriptor, uint64_t key) {
    struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = key}};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

/// Waits for input and writes the keys of what is ready: their number, or -1 with errno.
static inline int clinux_epoll_wait(int epoll, uint64_t *keys, int keysMax, int milliseconds) {
    struct epoll_event events[16];
    int count = epoll_wait(epoll, events, keysMax < 16 ? keysMax : 16, milliseconds);
    for (int index = 0; index < count; index++) keys[index] = events[index].data.u64;
    return count;
}

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

/// The signals that came since the last call, bits by number.
uint64_t clinux_take_signals(void);

/// Starts this program again with one argument and nothing of the environment or of our descriptors but standard error, and pipes to its input and from its
/// output, which do not block.
/// Returns 0, or the error number.
int clinux_spawn_self(const char *command, pid_t *child, int *input, int *output);

/// The system kills this process when the thread that started it is gone.
void clinux_die_with_parent(void);

/// Whether a time server keeps the kernel's clock: 1; 0 where none does; -1 where the system does not say. Writes what that clock reads, seconds since 1970.
int clinux_clock_is_kept(int64_t *seconds);
