/* lookups HOST PORT PROGRAM EXPECTED RATE SECONDS: GETPORT of version 1 over UDP to HOST, at RATE per second by the clock, whether the one before
   was answered or not. Each look-up's time begins when it was due, so that a portmapper that stands still is seen by all that fall due meanwhile.
   Prints the median, the 99th percentile and the longest in milliseconds, how many were not answered within five seconds, and how many were
   answered with another port than EXPECTED.
   lookups echo PORT: answers every datagram with EXPECTED's place in it, as the barest of portmappers: what is not its time, is not a portmapper's. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CALL_WORDS = 14, REPLY_WORDS = 7, PATIENCE = 5 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b) { return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b); }

static void echo(int port) {
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(port)}, peer;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(fd, (struct sockaddr *)&place, sizeof place) != 0) fail("bind");
    for (;;) {
        uint32_t words[CALL_WORDS];
        socklen_t length = sizeof peer;
        if (recvfrom(fd, words, sizeof words, 0, (struct sockaddr *)&peer, &length) != sizeof words) continue;
        uint32_t reply[REPLY_WORDS] = {words[0], htonl(1), 0, 0, 0, 0, words[13]};
        sendto(fd, reply, sizeof reply, 0, (struct sockaddr *)&peer, length);
    }
}

static double *due, *took;
static long answered, wrong;

static void receive(int fd, uint32_t expected) {
    uint32_t reply[1024];
    while (recv(fd, reply, sizeof reply, MSG_DONTWAIT) >= REPLY_WORDS * 4) {
        uint32_t i = ntohl(reply[0]);
        if (took[i] >= 0) continue;
        took[i] = now() - due[i];
        answered++;
        wrong += reply[6] != htonl(expected);
    }
}

static void wait_until(int fd, double time, uint32_t expected) {
    for (double left; (left = time - now()) > 0;) {
        struct pollfd readable = {.fd = fd, .events = POLLIN};
        struct timespec rest = {.tv_nsec = left < 0.1 ? left * 1e9 : 1e8};
        if (ppoll(&readable, 1, &rest, NULL) > 0) receive(fd, expected);
    }
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "echo") == 0) echo(atoi(argv[2]));
    if (argc != 7) {
        fprintf(stderr, "usage: lookups HOST PORT PROGRAM EXPECTED RATE SECONDS, or lookups echo PORT\n");
        return 1;
    }
    struct sockaddr_in host = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
    if (inet_pton(AF_INET, argv[1], &host.sin_addr) != 1) fail(argv[1]);
    uint32_t program = strtoul(argv[3], NULL, 0), expected = atoi(argv[4]);
    double pace = 1 / atof(argv[5]);
    long count = atof(argv[5]) * atof(argv[6]);
    int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 1 << 22;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (connect(fd, (struct sockaddr *)&host, sizeof host) != 0) fail("connect");
    due = calloc(count, sizeof *due);
    took = calloc(count, sizeof *took);
    if (due == NULL || took == NULL) fail("calloc");
    double start = now() + pace;
    for (long i = 0; i < count; i++) {
        due[i] = start + i * pace;
        took[i] = -1;
        wait_until(fd, due[i], expected);
        uint32_t call[CALL_WORDS] = {i, 0, 2, 100000, 2, 3, 0, 0, 0, 0, program, 1, 6, expected};
        for (int word = 0; word < CALL_WORDS; word++) call[word] = htonl(call[word]);
        if (send(fd, call, sizeof call, 0) < 0 && errno != ECONNREFUSED) fail("send");
    }
    for (double end = now() + PATIENCE; answered < count && now() < end;) wait_until(fd, now() + 0.05, expected);
    for (long i = 0; i < count; i++) {
        if (took[i] < 0) took[i] = PATIENCE;
    }
    qsort(took, count, sizeof *took, by_size);
    printf("p50 %8.3f  p99 %8.3f  max %8.3f ms, %ld not answered, %ld wrong, of %ld\n", took[count / 2] * 1e3, took[count * 99 / 100] * 1e3,
           took[count - 1] * 1e3, count - answered, wrong, count);
    return 0;
}
