/* load TRANSPORT KIND [NAME=VALUE...]: calls the portmapper of this host, and checks every reply.

   TRANSPORT  udp: by one socket; tcp and local: by one connection each, pipelined; connections: by TCP connections of one call each;
              echo: UDP to port 1111, where echo.c answers
   KIND       null, getport (version 2), getaddr (version 4), miss (GETPORT of what is not registered), dump2, dump4
   calls=     how many (default: 100000); seconds=  and for how long at most (default: 60)
   bindings=  that registrants.c has registered (default: 10); walk=  all: asks about them in turn (default), or one: about the first
   under_way= calls at a time (default: 64; of connections 8; of DUMPs 1)
   server=    the process id of the portmapper
   Prints one line of JSON: times in microseconds; "server" is the processor time that the server, all threads, took for a call, and
   "load" what this program took. What is lost over UDP is sent again, and counted; exit code 1 if any reply was wrong, 2 for all else. */
#define _GNU_SOURCE
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

enum { ECHO_PORT = 1111 };

void fail(const char *what) {
    fprintf(stderr, "load: ");
    perror(what);
    exit(2);
}

static uint64_t clock_of(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) fail("clock_gettime");
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

uint64_t nanoseconds(void) { return clock_of(CLOCK_MONOTONIC); }

size_t begin(struct load *load, int at, uint64_t now, uint8_t *call) {
    struct place *place = &load->places[at];
    uint64_t number = load->first + load->begun++;
    *place = (struct place){.xid = number * MOST_UNDER_WAY + at, .binding = binding_of(&load->question, number), .begun = now, .sent = now};
    return write_call(&load->question, place->xid, place->binding, call);
}

int answered(struct load *load, const uint8_t *reply, size_t length, uint64_t now) {
    uint32_t xid = length < 4 ? 0 : word_at(reply);
    struct place *place = &load->places[xid % MOST_UNDER_WAY];
    if (place->begun == 0 || place->xid != xid) return -1;
    uint64_t took = now - place->begun;
    load->took[load->answered++] = took < UINT32_MAX ? took : UINT32_MAX;
    if (now > load->until) load->calls = load->begun;
    if (check_reply(&load->question, place->binding, reply, length) != RIGHT) load->wrong++;
    place->begun = 0;
    return xid % MOST_UNDER_WAY;
}

static int by_size(const void *a, const void *b) { return (*(uint32_t *)a > *(uint32_t *)b) - (*(uint32_t *)a < *(uint32_t *)b); }

static void tell(struct load *load, const char *transport, uint64_t wall, uint64_t server, uint64_t self) {
    uint64_t n = load->answered;
    uint32_t *took = load->took;
    qsort(took, n, sizeof *took, by_size);
    printf("{\"transport\": \"%s\", \"kind\": \"%s\", \"bindings\": %u, \"walked\": %u, \"under_way\": %d, ", transport,
           kind_name(load->question.kind), load->question.bindings, load->question.walked, load->under_way);
    printf("\"calls\": %lu, \"wrong\": %lu, \"lost\": %lu, ", n, load->wrong, load->lost);
    printf("\"per_second\": %.0f, \"server\": %.3f, \"load\": %.3f, \"load_share\": %.2f, ", n * 1e9 / wall, server / 1e3 / n, self / 1e3 / n,
           (double)self / wall);
    printf("\"p50\": %.1f, \"p99\": %.1f, \"max\": %.1f}\n", took[n / 2] / 1e3, took[n * 99 / 100] / 1e3, took[n - 1] / 1e3);
}

static void run(struct load *load, const char *transport) {
    if (strcmp(transport, "udp") == 0 || load->question.echoed) over_udp(load);
    else if (strcmp(transport, "connections") == 0) over_connections(load);
    else if (strcmp(transport, "tcp") == 0 || strcmp(transport, "local") == 0) over_stream(load, transport[0] == 'l');
    else {
        fprintf(stderr, "load: transport: %s (expected: udp, tcp, local, connections or echo)\n", transport);
        exit(2);
    }
}

/* The value in NAME=VALUE. */
static const char *value_of(const char *name, int count, char **arguments, const char *otherwise) {
    size_t length = strlen(name);
    for (int i = 3; i < count; i++) {
        if (strncmp(arguments[i], name, length) == 0 && arguments[i][length] == '=') return arguments[i] + length + 1;
    }
    return otherwise;
}

static void read_arguments(struct load *load, int count, char **arguments) {
    if (count < 3 || !kind_named(arguments[2], &load->question.kind)) {
        fprintf(stderr, "usage: load TRANSPORT KIND [calls=] [seconds=] [bindings=] [walk=all|one] [under_way=] [server=]\n");
        exit(2);
    }
    bool dump = load->question.kind == DUMP2 || load->question.kind == DUMP4;
    const char *at_a_time = dump ? "1" : strcmp(arguments[1], "connections") == 0 ? "8" : "64";
    load->calls = strtoull(value_of("calls", count, arguments, "100000"), NULL, 10);
    load->until = nanoseconds() + atof(value_of("seconds", count, arguments, "60")) * 1e9;
    load->question.bindings = atoi(value_of("bindings", count, arguments, "10"));
    load->question.walked = strcmp(value_of("walk", count, arguments, "all"), "one") == 0 ? 1 : load->question.bindings;
    load->question.echoed = strcmp(arguments[1], "echo") == 0;
    load->under_way = atoi(value_of("under_way", count, arguments, at_a_time));
    load->port = load->question.echoed ? ECHO_PORT : PORTMAPPER_PORT;
    load->first = nanoseconds(); /* another part of the walk each time */
    load->took = calloc(load->calls, sizeof *load->took);
    if (load->calls == 0 || load->took == NULL || load->under_way < 1 || load->under_way > MOST_UNDER_WAY || load->question.walked < 1) {
        fail("arguments");
    }
}

int main(int count, char **arguments) {
    static struct load load;
    read_arguments(&load, count, arguments);
    pid_t server = atoi(value_of("server", count, arguments, "0"));
    clockid_t server_clock = CLOCK_PROCESS_CPUTIME_ID;
    if (server != 0 && clock_getcpuclockid(server, &server_clock) != 0) fail("clock_getcpuclockid");
    prctl(PR_SET_TIMERSLACK, 1); /* a rest is as short as it is meant to be */
    uint64_t server_before = clock_of(server_clock), self_before = clock_of(CLOCK_PROCESS_CPUTIME_ID), before = nanoseconds();
    run(&load, arguments[1]);
    uint64_t wall = nanoseconds() - before, self = clock_of(CLOCK_PROCESS_CPUTIME_ID) - self_before;
    tell(&load, arguments[1], wall, server == 0 ? 0 : clock_of(server_clock) - server_before, self);
    return load.wrong != 0;
}
