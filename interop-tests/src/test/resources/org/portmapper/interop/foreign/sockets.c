/* sockets KIND AT-ONCE SECONDS: opens that many sockets of a KIND and closes them all, over and over, as fast as it can; or with SECONDS 0 opens them once and keeps
   them until it is ended. Prints "open" when they are open for the first time, and at the end how many sockets the kernel destroyed for it.
   KIND: udp (bound to a port each), tcp (connections over loopback, both ends ours, which end by a reset: no TIME_WAIT is left). */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int bound(int type) { /* at any port of loopback */
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, type, 0);
    if (fd < 0) fail("socket");
    if (bind(fd, (struct sockaddr *)&place, sizeof place) != 0) fail("bind");
    return fd;
}

static void connection(int at, int *ends) {
    struct sockaddr_in place;
    socklen_t length = sizeof place;
    struct linger reset = {.l_onoff = 1};
    if (getsockname(at, (struct sockaddr *)&place, &length) != 0) fail("getsockname");
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (ends[0] < 0 || connect(ends[0], (struct sockaddr *)&place, sizeof place) != 0) fail("connect");
    ends[1] = accept(at, NULL, NULL);
    if (ends[1] < 0) fail("accept");
    if (setsockopt(ends[0], SOL_SOCKET, SO_LINGER, &reset, sizeof reset) != 0) fail("SO_LINGER");
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: sockets udp|tcp AT-ONCE SECONDS\n");
        return 1;
    }
    int count = atoi(argv[2]), tcp = strcmp(argv[1], "tcp") == 0;
    double end = now() + atof(argv[3]);
    long destroyed = 0;
    int *fds = calloc(count, sizeof *fds), at = bound(SOCK_STREAM);
    if (fds == NULL) fail("calloc");
    if (listen(at, 16) != 0) fail("listen");
    do {
        for (int i = 0; i < count; i += tcp ? 2 : 1) {
            if (tcp) connection(at, fds + i);
            else fds[i] = bound(SOCK_DGRAM);
        }
        if (destroyed == 0) {
            printf("open\n");
            fflush(stdout);
        }
        if (atof(argv[3]) == 0) pause();
        for (int i = 0; i < count; i++) close(fds[i]);
        destroyed += count;
    } while (now() < end);
    printf("%ld\n", destroyed);
    return 0;
}
