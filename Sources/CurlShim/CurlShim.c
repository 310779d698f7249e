#define _GNU_SOURCE
#include "CurlShim.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

CURLcode gatepost_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode gatepost_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode gatepost_curl_set_off(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode gatepost_curl_set_slist(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode gatepost_curl_set_error_buffer(CURL *handle, char *buffer) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

CURLcode gatepost_curl_set_header(CURL *handle, gatepost_curl_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_HEADERDATA, context) : code;
}

CURLcode gatepost_curl_set_read(CURL *handle, gatepost_curl_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_READDATA, context) : code;
}

CURLcode gatepost_curl_set_write(CURL *handle, gatepost_curl_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_WRITEDATA, context) : code;
}

CURLcode gatepost_curl_set_progress(CURL *handle, gatepost_curl_progress callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L) : code;
}

#if LIBCURL_VERSION_NUM >= 0x075500
CURLcode gatepost_curl_set_protocols(CURL *handle, const char *names) {
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, names);
}
#else
CURLcode gatepost_curl_set_protocols(CURL *handle, const char *names) {
    long mask = 0;
    if (strstr(names, "imap")) mask |= CURLPROTO_IMAP | CURLPROTO_IMAPS;
    if (strstr(names, "smtp")) mask |= CURLPROTO_SMTP | CURLPROTO_SMTPS;
    if (strstr(names, "https")) mask |= CURLPROTO_HTTPS;
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, mask);
}
#endif

CURLcode gatepost_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

CURLcode gatepost_curl_get_off(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

CURLcode gatepost_curl_get_string(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

int gatepost_curl_socket(CURL *handle) {
    curl_socket_t found = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &found) != CURLE_OK) return -1;
    return found == CURL_SOCKET_BAD ? -1 : (int)found;
}

static pthread_once_t started = PTHREAD_ONCE_INIT;
static CURLcode start_result = CURLE_FAILED_INIT;

static void start(void) {
    start_result = curl_global_init(CURL_GLOBAL_DEFAULT);
}

CURLcode gatepost_curl_start(void) {
    pthread_once(&started, start);
    return start_result;
}

int gatepost_wait(int descriptor, int wake, int want_write, int timeout_ms) {
    struct pollfd set[2] = {
        {.fd = descriptor, .events = (short)(POLLIN | (want_write ? POLLOUT : 0)), .revents = 0},
        {.fd = wake, .events = POLLIN, .revents = 0},
    };
    const long long deadline = gatepost_monotonic_ms() + timeout_ms;
    int ready;
    while ((ready = poll(set, wake < 0 ? 1 : 2, timeout_ms)) < 0 && errno == EINTR) {
        const long long left = deadline - gatepost_monotonic_ms();
        timeout_ms = left > 0 ? (int)left : 0;
    }
    if (ready < 0) return GATEPOST_WAIT_FAILED;
    int bits = 0;
    if (set[0].revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL)) bits |= GATEPOST_READABLE;
    if (set[0].revents & POLLOUT) bits |= GATEPOST_WRITABLE;
    if (wake >= 0 && set[1].revents != 0) bits |= GATEPOST_WOKEN;
    return bits;
}

int gatepost_pipe(int *read_end, int *write_end) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    for (int index = 0; index < 2; index++) {
        fcntl(ends[index], F_SETFD, FD_CLOEXEC);
        fcntl(ends[index], F_SETFL, O_NONBLOCK);
    }
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

void gatepost_pipe_raise(int write_end) {
    const char mark = 1;
    // A full pipe is readable already, which is all that raising means.
    while (write(write_end, &mark, 1) < 0 && errno == EINTR) {}
}

void gatepost_pipe_drain(int read_end) {
    char sink[64];
    ssize_t count;
    do count = read(read_end, sink, sizeof sink);
    while (count > 0 || (count < 0 && errno == EINTR));
}

void gatepost_close(int descriptor) {
    close(descriptor);
}

void gatepost_shut_down(int descriptor) {
    shutdown(descriptor, SHUT_RDWR);
}

long long gatepost_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
