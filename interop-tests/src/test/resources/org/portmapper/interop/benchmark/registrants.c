/* registrants BINDINGS [AT-ONCE [local|udp [ROUNDS]]]: registers so many bindings (see calls.h), and has them registered until it is killed.

   Each owner is a process and a user of its own with one UDP and one TCP socket. It registers its bindings one after the other, each when the
   one before is acknowledged: over its connection to the local socket, by version 4; or by version 2 over UDP, for portmappers that have nothing
   else. AT-ONCE owners (default: 100) do so at a time. Between two ROUNDS (default: 1) they withdraw all. Needs root. Prints a line of JSON
   for each round, with how many were acknowledged in a second. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "calls.h"

enum { LONGEST_REPLY = 64, TRUE_REPLY = 28, PATIENCE_SECONDS = 2, TRIES = 30, MOST_OWNERS = MOST_BINDINGS / BINDINGS_OF_OWNER };

/* SIGUSR1 lets an owner take its next step: have its bindings registered, or withdrawn. It says by a byte in steps that this is done. */
static pid_t owners_pids[MOST_OWNERS];
static pid_t parent;
static sigset_t turn;
static int steps[2];
static bool datagrams;

static void fail(const char *what) {
    fprintf(stderr, "registrants: ");
    perror(what);
    exit(2);
}

static void open_socket(int type, uint16_t port) {
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, type, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&place, sizeof place) != 0) fail("bind");
    if (type == SOCK_STREAM && listen(fd, 1) != 0) fail("listen");
}

static int connected(void) {
    struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/rpcbind.sock"};
    struct sockaddr_in udp = {.sin_family = AF_INET, .sin_port = htons(PORTMAPPER_PORT), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    int fd = datagrams ? socket(AF_INET, SOCK_DGRAM, 0) : socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) fail("socket");
    if (datagrams) setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if ((datagrams ? connect(fd, (struct sockaddr *)&udp, sizeof udp) : connect(fd, (struct sockaddr *)&local, sizeof local)) != 0) fail("connect");
    return fd;
}

/* The reply that comes next, without its record mark; -1 if none comes. */
static ssize_t receive(int fd, uint8_t *reply) {
    if (datagrams) return recv(fd, reply, LONGEST_REPLY, 0);
    uint8_t mark[4];
    if (recv(fd, mark, sizeof mark, MSG_WAITALL) != sizeof mark) return -1;
    size_t length = word_at(mark) & 0x7fffffff;
    return length > LONGEST_REPLY ? -1 : recv(fd, reply, length, MSG_WAITALL);
}

/* Whether the answer is TRUE. Over UDP it is asked for again until it comes. */
static bool call(int fd, uint8_t *record, size_t length, uint32_t xid) {
    uint8_t reply[LONGEST_REPLY];
    write_mark(record, length);
    for (int i = 0; i < TRIES; i++) {
        if (send(fd, datagrams ? record + 4 : record, datagrams ? length : length + 4, MSG_NOSIGNAL) < 0 && !datagrams) fail("send");
        ssize_t received;
        do received = receive(fd, reply);
        while (received >= 4 && word_at(reply) != xid);
        /* Hadoop says the port where it should say TRUE. */
        if (received >= 0 || !datagrams) return received == TRUE_REPLY && word_at(reply + 24) != 0;
    }
    return false;
}

static void set(int fd, uint32_t binding) {
    uint8_t record[LONGEST_CALL];
    if (call(fd, record, write_set(datagrams ? 2 : 4, binding, binding, record + 4), binding)) return;
    fprintf(stderr, "registrants: binding %u of user %u was not registered\n", binding, getuid());
    exit(1);
}

/* Version 2 withdraws a program on all transports, so that the answer to the second is FALSE. */
static void unset(int fd, uint32_t binding) {
    uint8_t record[LONGEST_CALL];
    call(fd, record, write_unset(datagrams ? 2 : 4, binding, binding, record + 4), binding);
}

static void step_done(void) {
    if (write(steps[1], "", 1) != 1) fail("step");
}

static void own(uint32_t owner, uint32_t bindings) {
    uint32_t first = owner * BINDINGS_OF_OWNER;
    int signal;
    if (setgroups(0, NULL) != 0 || setresgid(FIRST_UID + owner, FIRST_UID + owner, FIRST_UID + owner) != 0) fail("setresgid");
    if (setresuid(FIRST_UID + owner, FIRST_UID + owner, FIRST_UID + owner) != 0) fail("setresuid");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) exit(1); /* it ended before that */
    open_socket(SOCK_DGRAM, port_of(first));
    open_socket(SOCK_STREAM, port_of(first));
    step_done();
    for (bool registered = false;; registered = !registered) {
        if (sigwait(&turn, &signal) != 0) fail("sigwait");
        int fd = connected();
        for (uint32_t i = first; i < bindings && i < first + BINDINGS_OF_OWNER; i++) (registered ? unset : set)(fd, i);
        close(fd);
        step_done();
    }
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

/* Until one more owner has taken its step; ends where one of them ended, for then that never comes. */
static void await_step(void) {
    char token;
    if (read(steps[0], &token, 1) != 1) exit(1);
}

/* Every owner takes a step, so many at a time. Returns the seconds. */
static double all_take_a_step(uint32_t owners, uint32_t at_once) {
    double begun = seconds();
    uint32_t next = 0;
    while (next < at_once && next < owners) kill(owners_pids[next++], SIGUSR1);
    for (uint32_t done = 0; done < owners; done++) {
        await_step();
        if (next < owners) kill(owners_pids[next++], SIGUSR1);
    }
    return seconds() - begun;
}

static void ended(int signal) {
    (void)signal;
    _exit(1);
}

static void start_owners(uint32_t owners, uint32_t bindings) {
    sigemptyset(&turn);
    sigaddset(&turn, SIGUSR1);
    sigprocmask(SIG_BLOCK, &turn, NULL);
    if (pipe(steps) != 0) fail("pipe");
    signal(SIGCHLD, ended);
    parent = getpid();
    for (uint32_t i = 0; i < owners; i++) {
        owners_pids[i] = fork();
        if (owners_pids[i] < 0) fail("fork");
        if (owners_pids[i] == 0) own(i, bindings);
    }
    for (uint32_t i = 0; i < owners; i++) await_step();
}

int main(int count, char **arguments) {
    long bindings = count > 1 ? atol(arguments[1]) : 0, at_once = count > 2 ? atol(arguments[2]) : 100, rounds = count > 4 ? atol(arguments[4]) : 1;
    datagrams = count > 3 && strcmp(arguments[3], "udp") == 0;
    if (bindings < 1 || bindings > MOST_BINDINGS || at_once < 1) {
        fprintf(stderr, "usage: registrants BINDINGS [AT-ONCE [local|udp [ROUNDS]]]\n");
        return 2;
    }
    uint32_t owners = (bindings + BINDINGS_OF_OWNER - 1) / BINDINGS_OF_OWNER;
    start_owners(owners, bindings);
    for (long i = 0; i < rounds; i++) {
        if (i > 0) all_take_a_step(owners, at_once);
        double took = all_take_a_step(owners, at_once);
        printf("{\"bindings\": %ld, \"owners\": %u, \"at_once\": %ld, ", bindings, owners, at_once);
        printf("\"seconds\": %.3f, \"per_second\": %.0f}\n", took, bindings / took);
        fflush(stdout);
    }
    for (;;) pause();
}
