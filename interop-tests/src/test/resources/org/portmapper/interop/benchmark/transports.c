/* How the calls of a load get to the portmapper and the replies back: see load.h. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

enum {
    BATCH = 64,
    LONGEST_REPLY = 256,           /* bytes of a reply over UDP */
    MOST_OF_A_STREAM = 16 << 20,   /* bytes: the longest DUMP of MOST_BINDINGS */
    REST = 20000,                  /* nanoseconds */
    LAST_FRAGMENT = (int)0x80000000,
};

/* Between two looks at a socket. Waiting at the socket instead would have a server that sends one reply at a time pay for waking this program with
   each of them, a fifth of what rpcbind takes for a call, and spare those that send many at once. */
static void rest(void) {
    struct timespec time = {.tv_nsec = REST};
    nanosleep(&time, NULL);
}

static int connected(const struct load *load, int type) {
    struct sockaddr_in host = {.sin_family = AF_INET, .sin_port = htons(load->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, type, 0);
    if (fd < 0) fail("socket");
    if (connect(fd, (struct sockaddr *)&host, sizeof host) != 0) fail("connect");
    return fd;
}

static int connected_locally(void) {
    struct sockaddr_un place = {.sun_family = AF_UNIX, .sun_path = "/run/rpcbind.sock"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) fail("socket");
    if (connect(fd, (struct sockaddr *)&place, sizeof place) != 0) fail(place.sun_path);
    return fd;
}

/* ---- datagrams */

static uint8_t incoming[BATCH][LONGEST_REPLY], outgoing[BATCH][LONGEST_CALL];
static struct iovec incoming_parts[BATCH], outgoing_parts[BATCH];
static struct mmsghdr incoming_messages[BATCH], outgoing_messages[BATCH];

static void send_datagrams(int fd, int count) {
    for (int sent = 0; sent < count;) {
        int n = sendmmsg(fd, outgoing_messages + sent, count - sent, 0);
        if (n < 0 && errno != ECONNREFUSED) fail("sendmmsg");
        if (n > 0) sent += n;
    }
}

/* Sends again what has waited for too long. */
static void send_lost(struct load *load, int fd, uint64_t now) {
    for (int i = 0; i < load->under_way; i++) {
        struct place *place = &load->places[i];
        if (place->begun == 0 || now - place->sent < PATIENCE_MS * 1000000ull) continue;
        outgoing_parts[0].iov_len = write_call(&load->question, place->xid, place->binding, outgoing[0]);
        place->sent = now;
        load->lost++;
        send_datagrams(fd, 1);
    }
}

static void prepare_messages(void) {
    for (int i = 0; i < BATCH; i++) {
        incoming_parts[i] = (struct iovec){.iov_base = incoming[i], .iov_len = LONGEST_REPLY};
        outgoing_parts[i] = (struct iovec){.iov_base = outgoing[i]};
        incoming_messages[i].msg_hdr = (struct msghdr){.msg_iov = &incoming_parts[i], .msg_iovlen = 1};
        outgoing_messages[i].msg_hdr = (struct msghdr){.msg_iov = &outgoing_parts[i], .msg_iovlen = 1};
    }
}

/* Takes what has come, and sends as many new calls. */
static void take_datagrams(struct load *load, int fd, int count) {
    uint64_t now = nanoseconds();
    int calls = 0;
    for (int i = 0; i < count; i++) {
        int place = answered(load, incoming[i], incoming_messages[i].msg_len, now);
        if (place >= 0 && load->begun < load->calls) {
            outgoing_parts[calls].iov_len = begin(load, place, now, outgoing[calls]);
            calls++;
        }
    }
    send_datagrams(fd, calls);
}

void over_udp(struct load *load) {
    int fd = connected(load, SOCK_DGRAM);
    prepare_messages();
    for (int i = 0; i < load->under_way && load->begun < load->calls; i++) {
        outgoing_parts[0].iov_len = begin(load, i, nanoseconds(), outgoing[0]);
        send_datagrams(fd, 1);
    }
    uint64_t looked = nanoseconds();
    while (load->answered < load->calls) {
        int count = recvmmsg(fd, incoming_messages, BATCH, MSG_DONTWAIT, NULL);
        if (count < 0 && errno != EAGAIN && errno != ECONNREFUSED) fail("recvmmsg");
        if (count > 0) take_datagrams(load, fd, count);
        if (count < load->under_way / 2) rest();
        uint64_t now = nanoseconds();
        if (now - looked > 50000000) {
            looked = now;
            send_lost(load, fd, now);
        }
    }
    close(fd);
}

/* ---- one connection, many calls */

static void send_all(int fd, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
        if (n < 0) fail("send");
        bytes += n;
        length -= n;
    }
}

static size_t begin_record(struct load *load, int place, uint64_t now, uint8_t *record) {
    size_t length = begin(load, place, now, record + 4);
    write_mark(record, length);
    return length + 4;
}

/* Bytes of the first record here with all its marks, 0 if its end has not come yet. */
static size_t record_length(const uint8_t *bytes, size_t length) {
    for (size_t at = 0; length - at >= 4;) {
        uint32_t mark = word_at(bytes + at);
        size_t fragment = mark & ~LAST_FRAGMENT;
        if (length - at - 4 < fragment) return 0;
        at += 4 + fragment;
        if (mark & LAST_FRAGMENT) return at;
    }
    return 0;
}

/* Takes the marks out of a record; returns what then is its length. */
static size_t unmarked(uint8_t *record, size_t length) {
    size_t to = 0;
    for (size_t at = 0; at < length;) {
        size_t fragment = word_at(record + at) & ~LAST_FRAGMENT;
        memmove(record + to, record + at + 4, fragment);
        to += fragment;
        at += 4 + fragment;
    }
    return to;
}

/* Takes all whole records; returns the bytes that they had, and how many bytes of new calls there are now. */
static size_t take_records(struct load *load, uint8_t *bytes, size_t length, uint8_t *calls, size_t *calls_length) {
    uint64_t now = nanoseconds();
    size_t taken = 0;
    *calls_length = 0;
    for (size_t record; (record = record_length(bytes + taken, length - taken)) > 0; taken += record) {
        int place = answered(load, bytes + taken, unmarked(bytes + taken, record), now);
        if (place >= 0 && load->begun < load->calls) *calls_length += begin_record(load, place, now, calls + *calls_length);
    }
    return taken;
}

void over_stream(struct load *load, bool local) {
    static uint8_t calls[MOST_UNDER_WAY * LONGEST_CALL];
    int fd = local ? connected_locally() : connected(load, SOCK_STREAM);
    uint8_t *bytes = malloc(MOST_OF_A_STREAM);
    if (bytes == NULL) fail("malloc");
    size_t have = 0, calls_length = 0;
    for (int i = 0; i < load->under_way && load->begun < load->calls; i++) {
        calls_length += begin_record(load, i, nanoseconds(), calls + calls_length);
    }
    send_all(fd, calls, calls_length);
    while (load->answered < load->calls) {
        ssize_t n = recv(fd, bytes + have, MOST_OF_A_STREAM - have, load->under_way > 1 ? MSG_DONTWAIT : 0);
        if (n == 0) errno = ECONNRESET;
        if (n == 0 || (n < 0 && errno != EAGAIN)) fail("recv");
        if (n > 0) have += n;
        size_t taken = take_records(load, bytes, have, calls, &calls_length);
        send_all(fd, calls, calls_length);
        if (calls_length < load->under_way / 2 * (size_t)LONGEST_CALL / 2) rest();
        have -= taken;
        memmove(bytes, bytes + taken, have);
    }
    free(bytes);
    close(fd);
}

/* ---- a connection for each call */

static int connect_and_call(struct load *load, int place) {
    uint8_t record[LONGEST_CALL];
    uint64_t now = nanoseconds();
    int fd = connected(load, SOCK_STREAM);
    send_all(fd, record, begin_record(load, place, now, record));
    return fd;
}

static void take_reply(struct load *load, int fd) {
    uint8_t record[LONGEST_REPLY];
    size_t have = 0;
    while (record_length(record, have) == 0) {
        ssize_t n = recv(fd, record + have, sizeof record - have, 0);
        if (n <= 0) fail("recv");
        have += n;
    }
    if (answered(load, record, unmarked(record, have), nanoseconds()) < 0) fail("a reply to nothing");
    close(fd);
}

void over_connections(struct load *load) {
    struct pollfd open[MOST_UNDER_WAY];
    for (int i = 0; i < load->under_way; i++) {
        open[i] = (struct pollfd){.fd = load->begun < load->calls ? connect_and_call(load, i) : -1, .events = POLLIN};
    }
    while (load->answered < load->calls) {
        int ready = poll(open, load->under_way, 0);
        if (ready < 0) fail("poll");
        if (ready < load->under_way / 2) rest();
        for (int i = 0; i < load->under_way; i++) {
            if (open[i].fd < 0 || open[i].revents == 0) continue;
            take_reply(load, open[i].fd);
            open[i].fd = load->begun < load->calls ? connect_and_call(load, i) : -1;
        }
    }
}
