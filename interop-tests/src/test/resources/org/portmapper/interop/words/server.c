/* words-server PORT PATH: serves Words.x on all five netids, at PORT (0: any) and at the local socket PATH. Says "ready". */
#include <netconfig.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "Words.h"

void words_1(struct svc_req *, SVCXPRT *);
void words_2(struct svc_req *, SVCXPRT *);

static void fail(const char *what, const char *netid) {
    fprintf(stderr, "words-server: %s: %s\n", netid, what);
    exit(1);
}

char **reverse_1_svc(char *word, struct svc_req *call) {
    static char *result;
    size_t length = strlen(word);
    free(result);
    result = calloc(length + 1, 1);
    for (size_t i = 0; i < length; i++) result[i] = word[length - 1 - i];
    (void)call;
    return &result;
}

char **reverse_too_2_svc(char *word, struct svc_req *call) { return reverse_1_svc(word, call); }

u_int *count_2_svc(WordList list, struct svc_req *call) {
    static u_int result;
    result = 0;
    for (WordList *next = &list; next != NULL; next = next->next) result++;
    (void)call;
    return &result;
}

static int bound_socket(const struct netconfig *netid, int port, const char *path) {
    int family = strcmp(netid->nc_protofmly, NC_INET) == 0 ? AF_INET : strcmp(netid->nc_protofmly, NC_INET6) == 0 ? AF_INET6 : AF_UNIX;
    int type = netid->nc_semantics == NC_TPI_CLTS ? SOCK_DGRAM : SOCK_STREAM;
    int on = 1, fd = socket(family, type, 0);
    if (fd < 0) fail("socket", netid->nc_netid);
    struct sockaddr_in ipv4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_ANY_INIT};
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    strncpy(local.sun_path, path, sizeof local.sun_path - 1);
    if (family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    int failed = family == AF_INET    ? bind(fd, (struct sockaddr *)&ipv4, sizeof ipv4)
                 : family == AF_INET6 ? bind(fd, (struct sockaddr *)&ipv6, sizeof ipv6)
                                      : bind(fd, (struct sockaddr *)&local, sizeof local);
    if (failed || (type == SOCK_STREAM && listen(fd, 16))) fail("cannot bind", netid->nc_netid);
    return fd;
}

int main(int argc, char **argv) {
    static const char *const netids[] = {"udp", "tcp", "udp6", "tcp6", "local"};
    if (argc != 3) fail("usage: words-server PORT PATH", "all");
    for (int i = 0; i < 5; i++) {
        struct netconfig *netid = getnetconfigent(netids[i]);
        if (netid == NULL) fail("not in /etc/netconfig", netids[i]);
        SVCXPRT *transport = svc_tli_create(bound_socket(netid, atoi(argv[1]), argv[2]), netid, NULL, 0, 0);
        if (transport == NULL) fail("svc_tli_create", netids[i]);
        rpcb_unset(WORDS, WORDS_REVERSE, netid);
        rpcb_unset(WORDS, WORDS_COUNT, netid);
        if (!svc_reg(transport, WORDS, WORDS_REVERSE, words_1, netid)) fail("cannot register version 1", netids[i]);
        if (!svc_reg(transport, WORDS, WORDS_COUNT, words_2, netid)) fail("cannot register version 2", netids[i]);
    }
    printf("ready\n");
    fflush(stdout);
    svc_run();
    return 1;
}
