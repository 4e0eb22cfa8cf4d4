/* first_reply reply|line COMMAND [ARGUMENT...]: starts the command, and prints how many milliseconds pass from its exec to its first reply to NULL
   over UDP at port 111, asked each millisecond; or to the first line of its standard output. Then ends it by SIGTERM, and waits for its end. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "calls.h"

enum { PATIENCE_MS = 30000 };

static void fail(const char *what) {
    fprintf(stderr, "first_reply: ");
    perror(what);
    exit(2);
}

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* The child says the time right before its exec, in which that of the fork is not. */
static pid_t start(char **command, int output, double *begun) {
    int told[2];
    if (pipe2(told, O_CLOEXEC) != 0) fail("pipe");
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) {
        if (output >= 0) dup2(output, STDOUT_FILENO);
        double now = milliseconds();
        if (write(told[1], &now, sizeof now) == sizeof now) execvp(command[0], command);
        fail(command[0]);
    }
    if (read(told[0], begun, sizeof *begun) != sizeof *begun) fail("start");
    return child;
}

static void await_reply(double end) {
    const struct question question = {.kind = NULL_CALL};
    struct sockaddr_in host = {.sin_family = AF_INET, .sin_port = htons(PORTMAPPER_PORT), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    uint8_t call[LONGEST_CALL], reply[LONGEST_CALL];
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&host, sizeof host) != 0) fail("connect");
    size_t length = write_call(&question, 1, 0, call);
    while (milliseconds() < end) {
        struct pollfd readable = {.fd = fd, .events = POLLIN};
        struct timespec rest = {.tv_nsec = 1000000};
        /* An error, here or there, tells of a call before, which nobody received yet. */
        if (send(fd, call, length, 0) < 0 && errno != ECONNREFUSED) fail("send");
        if (ppoll(&readable, 1, &rest, NULL) == 0) continue;
        if (recv(fd, reply, sizeof reply, MSG_DONTWAIT) > 0) return;
        nanosleep(&rest, NULL);
    }
    fail("no reply");
}

static void await_line(int fd) {
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    char first;
    if (poll(&readable, 1, PATIENCE_MS) != 1 || read(fd, &first, 1) != 1) fail("no line");
}

int main(int count, char **arguments) {
    int output[2];
    bool line = count > 1 && strcmp(arguments[1], "line") == 0;
    if (count < 3 || (!line && strcmp(arguments[1], "reply") != 0)) {
        fprintf(stderr, "usage: first_reply reply|line COMMAND [ARGUMENT...]\n");
        return 2;
    }
    if (pipe2(output, O_CLOEXEC) != 0) fail("pipe");
    double begun;
    pid_t child = start(arguments + 2, line ? output[1] : -1, &begun);
    if (line) await_line(output[0]);
    else await_reply(begun + PATIENCE_MS);
    printf("%.1f\n", milliseconds() - begun);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    return 0;
}
