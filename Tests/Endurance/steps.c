/* Preloaded into the program under test: counts every step that the outside world could see (a write to a file of the
 * state folder, a sync, a truncation, a rename, a packet to a server), ends the process with SIGKILL just before a given
 * one, and sets its clock. Between two such steps a crash makes no difference, so killing before each of them is killing
 * everywhere.
 *
 *   STEPS_STATE     only files below this folder count
 *   STEPS_KILL_AT   the number of the step before which the process dies; 0 or unset for never
 *   STEPS_TORN      when set, a write that is killed has half of its bytes written
 *   STEPS_LOG       a line "NUMBER KIND" is appended when the process is killed
 *   STEPS_SMTP      the port of the SMTP server, to tell its packets from those of the IMAP server
 *   STEPS_OFFSET    seconds by which the clock is ahead (negative: behind)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static atomic_long steps;
static long kill_at, offset;
static int torn, smtp_port;
static char state[PATH_MAX];
static char log_path[PATH_MAX];

__attribute__((constructor)) static void begin(void) {
    const char *value;
    if ((value = getenv("STEPS_KILL_AT"))) kill_at = atol(value);
    if ((value = getenv("STEPS_OFFSET"))) offset = atol(value);
    if ((value = getenv("STEPS_SMTP"))) smtp_port = atoi(value);
    torn = getenv("STEPS_TORN") != NULL;
    if ((value = getenv("STEPS_STATE"))) snprintf(state, sizeof state, "%s", value);
    if ((value = getenv("STEPS_LOG"))) snprintf(log_path, sizeof log_path, "%s", value);
}

/* What a descriptor leads to, or NULL when it does not count. */
static const char *kind_of_path(const char *path) {
    size_t length = strlen(state);
    if (length == 0 || strncmp(path, state, length) != 0) return NULL;
    if (strstr(path, "/spool/")) return "spool";
    if (strstr(path, "sqlite-wal")) return "log of the database";
    if (strstr(path, "sqlite-shm")) return NULL;
    if (strstr(path, "sqlite")) return "database";
    if (strstr(path, "/key")) return "key";
    return "other file";
}

static const char *kind_of(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return NULL;
    if (S_ISSOCK(status.st_mode)) {
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;
        if (getpeername(descriptor, (struct sockaddr *)&peer, &size) != 0 || peer.sin_family != AF_INET) return NULL;
        return ntohs(peer.sin_port) == smtp_port ? "SMTP" : "IMAP";
    }
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return NULL;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count < 0) return NULL;
    path[count] = 0;
    return kind_of_path(path);
}

static void end_here(long number, const char *kind, const char *what) {
    if (log_path[0]) {
        char line[200];
        int length = snprintf(line, sizeof line, "%ld %s: %s\n", number, kind, what);
        int file = open(log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (file >= 0) {
            syscall(SYS_write, file, line, length);
            close(file);
        }
    }
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

/* Counts a step; answers whether the process is to die in it. */
static int is_last(const char *kind, long *number) {
    if (kind == NULL || kill_at == 0) return 0;
    *number = atomic_fetch_add(&steps, 1) + 1;
    return *number == kill_at;
}

static void step(const char *kind, const char *what) {
    long number;
    if (is_last(kind, &number)) end_here(number, kind, what);
}

#define REAL(name, type) \
    static type real; \
    if (!real) real = (type)dlsym(RTLD_NEXT, #name)

typedef ssize_t (*write_type)(int, const void *, size_t);
ssize_t write(int descriptor, const void *bytes, size_t count) {
    REAL(write, write_type);
    const char *kind = kill_at ? kind_of(descriptor) : NULL;
    long number;
    if (is_last(kind, &number)) {
        if (torn && count > 1) real(descriptor, bytes, count / 2);
        end_here(number, kind, torn ? "torn write" : "write");
    }
    return real(descriptor, bytes, count);
}

typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
static ssize_t positioned(pwrite_type real, int descriptor, const void *bytes, size_t count, off_t place) {
    const char *kind = kill_at ? kind_of(descriptor) : NULL;
    long number;
    if (is_last(kind, &number)) {
        if (torn && count > 1) real(descriptor, bytes, count / 2, place);
        end_here(number, kind, torn ? "torn write" : "write");
    }
    return real(descriptor, bytes, count, place);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t place) {
    REAL(pwrite, pwrite_type);
    return positioned(real, descriptor, bytes, count, place);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t place) {
    REAL(pwrite64, pwrite_type);
    return positioned(real, descriptor, bytes, count, place);
}

typedef ssize_t (*send_type)(int, const void *, size_t, int);
ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    REAL(send, send_type);
    if (kill_at) step(kind_of(descriptor), "packet");
    return real(descriptor, bytes, count, flags);
}

typedef int (*sync_type)(int);
int fsync(int descriptor) {
    REAL(fsync, sync_type);
    if (kill_at) step(kind_of(descriptor), "sync");
    return real(descriptor);
}

int fdatasync(int descriptor) {
    REAL(fdatasync, sync_type);
    if (kill_at) step(kind_of(descriptor), "sync");
    return real(descriptor);
}

typedef int (*truncate_type)(int, off_t);
int ftruncate(int descriptor, off_t length) {
    REAL(ftruncate, truncate_type);
    if (kill_at) step(kind_of(descriptor), "truncation");
    return real(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
    REAL(ftruncate64, truncate_type);
    if (kill_at) step(kind_of(descriptor), "truncation");
    return real(descriptor, length);
}

typedef int (*rename_type)(const char *, const char *);
int rename(const char *from, const char *to) {
    REAL(rename, rename_type);
    if (kill_at) step(kind_of_path(to), "rename");
    return real(from, to);
}

typedef int (*unlink_type)(const char *);
int unlink(const char *path) {
    REAL(unlink, unlink_type);
    if (kill_at) step(kind_of_path(path), "removal");
    return real(path);
}

/* The clock: only the time of day; what waits for a span of time waits as long as ever. */
int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += offset;
    return result;
}

int gettimeofday(struct timeval *now, void *zone) {
    (void)zone;
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (result) *result = precise.tv_sec;
    return precise.tv_sec;
}
