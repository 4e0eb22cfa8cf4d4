/* echo [BATCH [where]]: the floor. Answers every datagram at UDP port 1111 with 28 bytes, the size of GETPORT's reply, and does nothing else: it takes
   up to BATCH (default: 32, as our daemon) of them by one recvmmsg and answers them by one sendmmsg. Its replies say what stands in the calls.
   It reads no address of its own host; with "where" it does what a portmapper must: it asks the kernel at which address each datagram arrived and
   with which mark, and answers from that address. */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { PORT = 1111, MOST = 256, CALL = 1024, REPLY = 28, PORT_IN_CALL = 52, PORT_IN_REPLY = 24, CONTROL = 256, RCVMARK = 75 };

static uint8_t calls[MOST][CALL], replies[MOST][REPLY];
static _Alignas(struct cmsghdr) uint8_t arrivals[MOST][CONTROL], sources[MOST][CMSG_SPACE(sizeof(struct in_pktinfo))];
static struct sockaddr_in peers[MOST];
static struct iovec calls_parts[MOST], replies_parts[MOST];
static struct mmsghdr calls_messages[MOST], replies_messages[MOST];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void prepare(int i) {
    static const uint32_t reply_type = 1 << 24; /* 1 in network order */
    memcpy(replies[i] + 4, &reply_type, sizeof reply_type);
    calls_parts[i] = (struct iovec){.iov_base = calls[i], .iov_len = CALL};
    replies_parts[i] = (struct iovec){.iov_base = replies[i], .iov_len = REPLY};
    calls_messages[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_namelen = sizeof *peers, .msg_iov = &calls_parts[i], .msg_iovlen = 1};
    replies_messages[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_namelen = sizeof *peers, .msg_iov = &replies_parts[i], .msg_iovlen = 1};
}

static void ask_where(int fd) {
    int on = 1;
    if (setsockopt(fd, SOL_IP, IP_PKTINFO, &on, sizeof on) != 0 || setsockopt(fd, SOL_SOCKET, RCVMARK, &on, sizeof on) != 0) fail("where");
}

static void answer_from_there(int i) {
    struct msghdr *call = &calls_messages[i].msg_hdr, *reply = &replies_messages[i].msg_hdr;
    for (struct cmsghdr *each = CMSG_FIRSTHDR(call); each != NULL; each = CMSG_NXTHDR(call, each)) {
        if (each->cmsg_level != SOL_IP || each->cmsg_type != IP_PKTINFO) continue;
        reply->msg_control = sources[i];
        reply->msg_controllen = sizeof *sources;
        struct cmsghdr *source = CMSG_FIRSTHDR(reply);
        *source = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(struct in_pktinfo)), .cmsg_level = SOL_IP, .cmsg_type = IP_PKTINFO};
        struct in_pktinfo place = {.ipi_spec_dst = ((struct in_pktinfo *)CMSG_DATA(each))->ipi_spec_dst};
        memcpy(CMSG_DATA(source), &place, sizeof place);
    }
    call->msg_controllen = CONTROL;
}

int main(int count, char **arguments) {
    int batch = count > 1 ? atoi(arguments[1]) : 32;
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(PORT)};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (batch < 1 || batch > MOST || bind(fd, (struct sockaddr *)&place, sizeof place) != 0) fail("echo");
    int where = count > 2;
    if (where) ask_where(fd);
    for (int i = 0; i < batch; i++) {
        prepare(i);
        if (where) calls_messages[i].msg_hdr.msg_control = arrivals[i], calls_messages[i].msg_hdr.msg_controllen = CONTROL;
    }
    for (;;) {
        int received = recvmmsg(fd, calls_messages, batch, MSG_WAITFORONE, NULL);
        if (received < 0) fail("recvmmsg");
        for (int i = 0; i < received; i++) {
            memcpy(replies[i], calls[i], 4);
            memcpy(replies[i] + PORT_IN_REPLY, calls[i] + PORT_IN_CALL, 4);
            if (where) answer_from_there(i);
        }
        for (int sent = 0; sent < received;) {
            int n = sendmmsg(fd, replies_messages + sent, received - sent, 0);
            if (n < 0) fail("sendmmsg");
            sent += n;
        }
    }
}
