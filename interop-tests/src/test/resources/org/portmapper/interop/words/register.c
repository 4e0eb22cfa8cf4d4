/* register VIA HOST set|unset PROGRAM VERSION NETID ADDRESS: calls version 4's SET or UNSET over VIA (udp, tcp, udp6, tcp6), not over
   the local socket as libtirpc does by itself. From a reserved port when root calls. Prints TRUE, FALSE or the error. */
#include <rpc/rpc.h>
#include <rpc/rpcb_prot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    struct netconfig *via = argc == 8 ? getnetconfigent(argv[1]) : NULL;
    if (via == NULL) {
        fprintf(stderr, "usage: register VIA HOST set|unset PROGRAM VERSION NETID ADDRESS\n");
        return 2;
    }
    char address[64];
    snprintf(address, sizeof address, "%s.0.111", argv[2]);
    struct netbuf *portmapper = uaddr2taddr(via, address);
    CLIENT *client = clnt_tli_create(RPC_ANYFD, via, portmapper, RPCBPROG, RPCBVERS4, 0, 0);
    if (client == NULL) {
        clnt_pcreateerror("register");
        return 1;
    }
    RPCB binding = {
        .r_prog = strtoul(argv[4], NULL, 0),
        .r_vers = strtoul(argv[5], NULL, 0),
        .r_netid = argv[6],
        .r_addr = argv[7],
        .r_owner = "somebody",
    };
    bool_t done = FALSE;
    rpcproc_t procedure = strcmp(argv[3], "set") == 0 ? RPCBPROC_SET : RPCBPROC_UNSET;
    enum clnt_stat status = clnt_call(client, procedure, (xdrproc_t)xdr_rpcb, (char *)&binding, (xdrproc_t)xdr_bool, (char *)&done,
        (struct timeval){.tv_sec = 10});
    if (status != RPC_SUCCESS) printf("%s\n", clnt_sperror(client, "register"));
    else printf("%s\n", done ? "TRUE" : "FALSE");
    return status != RPC_SUCCESS;
}
