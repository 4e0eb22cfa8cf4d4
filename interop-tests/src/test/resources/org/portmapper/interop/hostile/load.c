/* Load on a portmapper at TCP port 111 of HOST, until SIGTERM, from the addresses FROM, FROM + 1, ... FROM + SOURCES - 1 in turn:
     load never-read HOST COUNT FROM SOURCES   COUNT connections that pipeline DUMPs into a small window and read no reply
     load idle HOST COUNT FROM SOURCES         COUNT connections that say nothing
     load half-sent HOST COUNT FROM SOURCES    COUNT connections that send the beginning of a record
     load nearly-sent HOST COUNT FROM SOURCES  COUNT connections that send all but the end of a record of 64 KiB
     load connects HOST RATE FROM SOURCES      RATE connections per second, each closed as soon as it is there
   A connection that the other side closes is opened again. Says "ready" when all are open, or after ten seconds how many are; and at the end
   how many it has opened. FROM may be 0.0.0.0: then the kernel chooses. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256, UNDER_WAY = 500, DUMPS = 100, CALL = 44, SMALL_WINDOW = 2304, RECORD = 65536, NEARLY = RECORD - 8 };

static const char *mode;
static struct sockaddr_in host = {.sin_family = AF_INET};
static uint32_t from, sources, next_source;
static int epoll, count, started, open_now, under_way;
static long opened;
static char *state; /* of each descriptor: 0 none, 1 connecting, 2 connected */
static unsigned short *unsent; /* of each descriptor: how much of dumps it has sent */
static unsigned char dumps[DUMPS * CALL], record[NEARLY] = {0x80, 1, 0, 0};
static volatile sig_atomic_t ended;

static void end(int signal) { ended = signal; }

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int is(const char *name) { return strcmp(mode, name) == 0; }

static void make_dumps(void) {
    uint32_t call[CALL / 4] = {0x80000000 | (CALL - 4), 0, 0, 2, 100000, 4, 4};
    for (int i = 0; i < DUMPS; i++) {
        call[1] = i;
        for (int word = 0; word < CALL / 4; word++) {
            uint32_t big = htonl(call[word]);
            memcpy(dumps + i * CALL + word * 4, &big, 4);
        }
    }
}

static void open_one(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1, window = SMALL_WINDOW;
    if (fd < 0) fail("socket");
    if (is("never-read")) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
    if (from != 0) {
        struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(from + next_source++ % sources)};
        setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
        if (bind(fd, (struct sockaddr *)&source, sizeof source) != 0) fail("bind");
    }
    if (connect(fd, (struct sockaddr *)&host, sizeof host) != 0 && errno != EINPROGRESS) {
        close(fd); /* refused at once, or no port free: there will be another */
        return;
    }
    struct epoll_event event = {.events = EPOLLOUT | EPOLLRDHUP, .data.fd = fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
    state[fd] = 1;
    unsent[fd] = 0;
    under_way++;
    started++;
}

static void close_one(int fd) {
    if (state[fd] == 1) under_way--;
    if (state[fd] == 2) open_now--;
    state[fd] = 0;
    started--;
    close(fd);
}

static void wait_for(int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) != 0) fail("epoll_ctl");
}

static void connected(int fd) {
    state[fd] = 2;
    under_way--;
    open_now++;
    opened++;
    if (is("connects")) {
        close_one(fd);
        return;
    }
    if (is("half-sent") && send(fd, dumps, 6, MSG_NOSIGNAL) != 6) {
        close_one(fd);
        return;
    }
    wait_for(fd, EPOLLRDHUP | (is("never-read") || is("nearly-sent") ? EPOLLOUT : 0));
}

static void send_nearly_all(int fd) {
    ssize_t sent = send(fd, record + unsent[fd], sizeof record - unsent[fd], MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        close_one(fd);
        return;
    }
    unsent[fd] += sent > 0 ? sent : 0;
    if (unsent[fd] == sizeof record) wait_for(fd, EPOLLRDHUP);
}

/* From where the kernel took no more the last time, so that every record is whole. */
static void send_dumps(int fd) {
    ssize_t sent = send(fd, dumps + unsent[fd], sizeof dumps - unsent[fd], MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        close_one(fd);
    } else if (sent > 0) {
        unsent[fd] = (unsent[fd] + sent) % sizeof dumps;
    }
}

static void happened(struct epoll_event *event) {
    int fd = event->data.fd;
    if (event->events & (EPOLLERR | EPOLLHUP)) {
        close_one(fd);
    } else if (state[fd] == 1) {
        connected(fd);
    } else if (event->events & EPOLLRDHUP) {
        close_one(fd);
    } else if (event->events & EPOLLOUT) {
        (is("never-read") ? send_dumps : send_nearly_all)(fd);
    }
}

static void events(int milliseconds) {
    struct epoll_event happening[EVENTS];
    int n = epoll_wait(epoll, happening, EVENTS, milliseconds);
    for (int i = 0; i < n; i++) happened(&happening[i]);
}

static void keep_open(void) {
    double start = now();
    int ready = 0;
    while (!ended) {
        for (int i = 0; i < 50 && started < count && under_way < UNDER_WAY; i++) open_one();
        events(started < count ? 1 : 100);
        if (!ready && (open_now == count || now() - start > 10)) {
            printf("ready: %d of %d are open\n", open_now, count);
            ready = 1;
        }
    }
    printf("%s: %d of %d were open at the end, %ld had been opened\n", mode, open_now, count, opened);
}

static void connect_and_close(void) {
    double start = now();
    long due = 0;
    puts("ready");
    while (!ended) {
        /* What could not be begun in time is not made up for: the rate is never higher. */
        long until = (now() - start) * count;
        for (; due < until && under_way < UNDER_WAY; due++) open_one();
        due = until;
        events(1);
    }
    printf("%s: %.0f per second\n", mode, opened / (now() - start));
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: load never-read|idle|half-sent|nearly-sent|connects HOST COUNT FROM SOURCES\n");
        return 1;
    }
    mode = argv[1];
    host.sin_port = htons(111);
    if (inet_pton(AF_INET, argv[2], &host.sin_addr) != 1) fail(argv[2]);
    count = atoi(argv[3]);
    struct in_addr first;
    if (inet_pton(AF_INET, argv[4], &first) != 1) fail(argv[4]);
    from = ntohl(first.s_addr);
    sources = atoi(argv[5]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    state = calloc(files.rlim_cur, 1);
    unsent = calloc(files.rlim_cur, sizeof *unsent);
    if (state == NULL || unsent == NULL) fail("calloc");
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGTERM, end);
    epoll = epoll_create1(0);
    make_dumps();
    if (is("connects")) {
        connect_and_close();
    } else {
        keep_open();
    }
    return 0;
}
