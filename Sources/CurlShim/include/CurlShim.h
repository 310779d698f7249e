// Typed forms of libcurl's variadic calls, and the two system calls a session thread waits with.
#ifndef GATEPOST_CURL_SHIM_H
#define GATEPOST_CURL_SHIM_H

#include <curl/curl.h>
#include <stddef.h>

/// What libcurl calls with `size * count` bytes (header, write) or for as many (read).
typedef size_t (*gatepost_curl_callback)(char *bytes, size_t size, size_t count, void *context);

CURLcode gatepost_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode gatepost_curl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode gatepost_curl_set_off(CURL *handle, CURLoption option, curl_off_t value);
CURLcode gatepost_curl_set_slist(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode gatepost_curl_set_error_buffer(CURL *handle, char *buffer);
CURLcode gatepost_curl_set_header(CURL *handle, gatepost_curl_callback callback, void *context);
CURLcode gatepost_curl_set_read(CURL *handle, gatepost_curl_callback callback, void *context);
/// What libcurl asks about once a second while it works; any answer but 0 ends the transfer.
typedef int (*gatepost_curl_progress)(
    void *context, curl_off_t to_receive, curl_off_t received, curl_off_t to_send, curl_off_t sent);
CURLcode gatepost_curl_set_progress(CURL *handle, gatepost_curl_progress callback, void *context);
CURLcode gatepost_curl_set_write(CURL *handle, gatepost_curl_callback callback, void *context);

/// Only these schemes, as "imap,imaps"; later redirects or options cannot widen it.
CURLcode gatepost_curl_set_protocols(CURL *handle, const char *names);

CURLcode gatepost_curl_get_long(CURL *handle, CURLINFO info, long *value);
CURLcode gatepost_curl_get_off(CURL *handle, CURLINFO info, curl_off_t *value);
CURLcode gatepost_curl_get_string(CURL *handle, CURLINFO info, const char **value);
/// The descriptor of a CONNECT_ONLY session, -1 when there is none.
int gatepost_curl_socket(CURL *handle);

/// curl_global_init, once in the life of the process whatever the number of callers. Returns CURLE_OK or why not.
CURLcode gatepost_curl_start(void);

enum {
    GATEPOST_READABLE = 1,
    GATEPOST_WRITABLE = 2,
    GATEPOST_WOKEN = 4,
    GATEPOST_WAIT_FAILED = 8,
};
/// Waits until `descriptor` can be read (or written, when asked), `wake` (or -1) is readable, or the time is over.
/// Hang-ups and errors count as readable: the next read tells. Returns bits, 0 when the time was over.
int gatepost_wait(int descriptor, int wake, int want_write, int timeout_ms);

/// A non-blocking pipe, closed on exec. Returns 0, or -1 when the system has no descriptors left.
int gatepost_pipe(int *read_end, int *write_end);
/// Makes the pipe readable; raising twice is the same as once.
void gatepost_pipe_raise(int write_end);
void gatepost_pipe_drain(int read_end);
void gatepost_close(int descriptor);
/// Ends both directions of a socket, so that a thread blocked on it sees the end at once.
void gatepost_shut_down(int descriptor);
/// Milliseconds of a clock that never goes back, for inactivity limits only.
long long gatepost_monotonic_ms(void);

#endif
