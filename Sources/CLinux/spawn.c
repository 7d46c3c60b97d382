#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <unistd.h>

void clinux_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

void clinux_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

int clinux_spawn_self(const char *command, pid_t *child, int *input, int *output) {
    int down[2], up[2];
    if (pipe2(down, O_CLOEXEC) != 0) return errno;
    if (pipe2(up, O_CLOEXEC) != 0) {
        int code = errno;
        close(down[0]);
        close(down[1]);
        return code;
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, down[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, up[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char *arguments[] = {"cqwatch", (char *)command, NULL};
    char *environment[] = {NULL};
    // The running program itself, also where a package has replaced its file since.
    int code = posix_spawn(child, "/proc/self/exe", &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(down[0]);
    close(up[1]);
    if (code != 0) {
        close(down[1]);
        close(up[0]);
        return code;
    }
    // What the child does not take must not hold up whoever watches its time.
    fcntl(down[1], F_SETFL, O_NONBLOCK);
    fcntl(up[0], F_SETFL, O_NONBLOCK);
    *input = down[1];
    *output = up[0];
    return 0;
}
