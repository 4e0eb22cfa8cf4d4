/* lookups PROGRAM VERSION ROUNDS COLD WARM: libtirpc's look-ups over UDP and TCP at 127.0.0.1. Cold is pmap_getport, which makes a client for
   each; warm is a further GETPORT of a client that is open. Prints a line for each as ClientBenchmark.java does, without what is allocated. */
#include <arpa/inet.h>
#include <rpc/pmap_clnt.h>
#include <rpc/pmap_prot.h>
#include <rpc/rpc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct sockaddr_in portmapper = {.sin_family = AF_INET};
static unsigned long program, version;

static double microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static void fail(const char *what) {
    fprintf(stderr, "lookups: %s\n", what);
    exit(1);
}

static void cold(u_int protocol, int count) {
    for (int i = 0; i < count; i++) {
        struct sockaddr_in host = portmapper;
        if (pmap_getport(&host, program, version, protocol) == 0) fail("pmap_getport found nothing");
    }
}

static void getport(CLIENT *client, u_int protocol) {
    struct pmap asked = {.pm_prog = program, .pm_vers = version, .pm_prot = protocol};
    u_short port = 0;
    struct timeval patience = {.tv_sec = 5};
    if (clnt_call(client, PMAPPROC_GETPORT, (xdrproc_t)xdr_pmap, (char *)&asked, (xdrproc_t)xdr_u_short, (char *)&port, patience)) fail("no answer");
    if (port == 0) fail("GETPORT found nothing");
}

static void warm(u_int protocol, int count) {
    struct sockaddr_in host = portmapper;
    int fd = RPC_ANYSOCK;
    host.sin_port = htons(PMAPPORT);
    CLIENT *client = protocol == IPPROTO_UDP ? clntudp_create(&host, PMAPPROG, PMAPVERS, (struct timeval){.tv_sec = 1}, &fd)
                                             : clnttcp_create(&host, PMAPPROG, PMAPVERS, &fd, 0, 0);
    if (client == NULL) fail("no client");
    for (int i = 0; i < count; i++) getport(client, protocol);
    clnt_destroy(client);
}

static int by_size(const void *a, const void *b) { return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b); }

static void measure(const char *name, void (*work)(u_int, int), u_int protocol, int rounds, int count) {
    double each[100];
    for (int i = 0; i < rounds; i++) {
        double start = microseconds();
        work(protocol, count);
        each[i] = (microseconds() - start) / count;
    }
    qsort(each, rounds, sizeof *each, by_size);
    printf("%-32s %10.2f %10.2f %10.2f\n", name, each[rounds / 2], each[0], each[rounds - 1]);
}

int main(int argc, char **argv) {
    if (argc != 6 || atoi(argv[3]) > 100) fail("usage: lookups PROGRAM VERSION ROUNDS COLD WARM");
    program = strtoul(argv[1], NULL, 0);
    version = strtoul(argv[2], NULL, 0);
    portmapper.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int rounds = atoi(argv[3]), few = atoi(argv[4]), many = atoi(argv[5]);
    measure("libtirpc, udp, warm", warm, IPPROTO_UDP, rounds, many);
    measure("libtirpc, tcp, warm", warm, IPPROTO_TCP, rounds, many);
    measure("libtirpc pmap_getport, cold", cold, IPPROTO_UDP, rounds, few);
    return 0;
}
