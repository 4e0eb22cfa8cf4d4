/* words-client HOST NETID: looks Words.x up over that netid, calls all its procedures there, and prints the results. */
#include <netconfig.h>
#include <stdio.h>
#include <stdlib.h>

#include "Words.h"

static CLIENT *client_of(const char *host, const struct netconfig *netid, rpcvers_t version) {
    CLIENT *client = clnt_tp_create(host, WORDS, version, netid);
    if (client == NULL) {
        clnt_pcreateerror(netid->nc_netid);
        exit(1);
    }
    return client;
}

static void *result(void *result, CLIENT *client, const char *what) {
    if (result == NULL) {
        clnt_perror(client, what);
        exit(1);
    }
    return result;
}

int main(int argc, char **argv) {
    struct netconfig *netid = argc == 3 ? getnetconfigent(argv[2]) : NULL;
    if (netid == NULL) {
        fprintf(stderr, "usage: words-client HOST NETID\n");
        return 2;
    }
    CLIENT *first = client_of(argv[1], netid, WORDS_REVERSE);
    printf("%s ", *(char **)result(reverse_1("portmapper", first), first, "REVERSE"));
    clnt_destroy(first);

    CLIENT *second = client_of(argv[1], netid, WORDS_COUNT);
    WordList three = {"three", NULL}, two = {"two", &three}, one = {"one", &two};
    printf("%s ", *(char **)result(reverse_too_2("rpcbind", second), second, "REVERSE_TOO"));
    printf("%u\n", *(u_int *)result(count_2(one, second), second, "COUNT"));
    clnt_destroy(second);
    return 0;
}
