// libcurl. curl_easy_setopt takes any type, which Swift cannot call: one typed function a type.
#pragma once
#include <curl/curl.h>

static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *text) { return curl_easy_setopt(handle, option, text); }

static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long number) { return curl_easy_setopt(handle, option, number); }

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) { return curl_easy_setopt(handle, option, list); }

static inline CURLcode ccurl_set_buffer(CURL *handle, CURLoption option, char *buffer) { return curl_easy_setopt(handle, option, buffer); }

/// Bytes to send (fills `bytes`, returns their number) or bytes that came (returns how many were taken).
typedef size_t (*ccurl_transfer)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_read(CURL *handle, ccurl_transfer function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, function);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_READDATA, context) : code;
}

/// Gets each line that the server says.
static inline CURLcode ccurl_set_header(CURL *handle, ccurl_transfer function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_HEADERDATA, context) : code;
}

/// Called about once a second while it waits; anything but 0 ends the transfer.
typedef int (*ccurl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode ccurl_set_progress(CURL *handle, ccurl_progress function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L) : code;
}

static inline CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

/// Gets the answer's body, or each piece of it.
static inline CURLcode ccurl_set_write(CURL *handle, ccurl_transfer function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_WRITEDATA, context) : code;
}

static inline CURLcode ccurl_get_number(CURL *handle, CURLINFO info, long *number) { return curl_easy_getinfo(handle, info, number); }

/// The connection of a handle that was only asked to connect.
static inline CURLcode ccurl_get_socket(CURL *handle, curl_socket_t *number) { return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, number); }
