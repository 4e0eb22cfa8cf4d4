/* pmap-service PROGRAM: an old program. It serves version 1's procedure 0 over UDP and TCP at any two ports, and registers both by pmap_set,
   without pmap_unset before. Says "ready" and what pmap_set said, TRUE or FALSE. */
#include <rpc/pmap_clnt.h>
#include <rpc/rpc.h>
#include <stdio.h>
#include <stdlib.h>

static void dispatch(struct svc_req *call, SVCXPRT *transport) {
    if (call->rq_proc != NULLPROC) svcerr_noproc(transport);
    else svc_sendreply(transport, (xdrproc_t)xdr_void, NULL);
}

int main(int argc, char **argv) {
    SVCXPRT *udp = svcudp_create(RPC_ANYSOCK), *tcp = svctcp_create(RPC_ANYSOCK, 0, 0);
    if (argc != 2 || udp == NULL || tcp == NULL) {
        fprintf(stderr, "usage: pmap-service PROGRAM\n");
        return 2;
    }
    rpcprog_t program = strtoul(argv[1], NULL, 0);
    svc_register(udp, program, 1, dispatch, 0);
    svc_register(tcp, program, 1, dispatch, 0);
    bool_t over_udp = pmap_set(program, 1, IPPROTO_UDP, udp->xp_port), over_tcp = pmap_set(program, 1, IPPROTO_TCP, tcp->xp_port);
    printf("ready %s %s\n", over_udp ? "TRUE" : "FALSE", over_tcp ? "TRUE" : "FALSE");
    fflush(stdout);
    svc_run();
    return 1;
}
