/* caller PORT PATH: program 0x20000103 version 1 at PORT of UDP and TCP over IPv4 and IPv6 and at the local socket PATH. It registers
   nothing. Procedure 1 tells who calls: "nobody" for AUTH_NONE; machine, uid, gid and groups of AUTH_SYS. Says "ready". */
#include <netconfig.h>
#include <netinet/in.h>
#include <rpc/rpc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PROGRAM 0x20000103
#define CALLER 1

static void tell(struct svc_req *call, char *text, size_t size) {
    if (call->rq_cred.oa_flavor != AUTH_SYS) {
        snprintf(text, size, "%s", call->rq_cred.oa_flavor == AUTH_NONE ? "nobody" : "somebody");
        return;
    }
    struct authunix_parms *caller = (struct authunix_parms *)call->rq_clntcred;
    size_t used = snprintf(text, size, "%s %u %u", caller->aup_machname, caller->aup_uid, caller->aup_gid);
    for (u_int i = 0; i < caller->aup_len && used < size; i++) used += snprintf(text + used, size - used, " %u", caller->aup_gids[i]);
}

static void dispatch(struct svc_req *call, SVCXPRT *transport) {
    char text[600], *result = text;
    switch (call->rq_proc) {
    case NULLPROC: svc_sendreply(transport, (xdrproc_t)xdr_void, NULL); break;
    case CALLER:
        tell(call, text, sizeof text);
        svc_sendreply(transport, (xdrproc_t)xdr_wrapstring, (char *)&result);
        break;
    default: svcerr_noproc(transport);
    }
}

static int bound_socket(const struct netconfig *netid, int port, const char *path) {
    int family = strcmp(netid->nc_protofmly, NC_INET) == 0 ? AF_INET : strcmp(netid->nc_protofmly, NC_INET6) == 0 ? AF_INET6 : AF_UNIX;
    int on = 1, fd = socket(family, netid->nc_semantics == NC_TPI_CLTS ? SOCK_DGRAM : SOCK_STREAM, 0);
    struct sockaddr_in ipv4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_ANY_INIT};
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    strncpy(local.sun_path, path, sizeof local.sun_path - 1);
    if (family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    int failed = family == AF_INET    ? bind(fd, (struct sockaddr *)&ipv4, sizeof ipv4)
                 : family == AF_INET6 ? bind(fd, (struct sockaddr *)&ipv6, sizeof ipv6)
                                      : bind(fd, (struct sockaddr *)&local, sizeof local);
    if (failed || (netid->nc_semantics != NC_TPI_CLTS && listen(fd, 16))) {
        perror(netid->nc_netid);
        exit(1);
    }
    return fd;
}

int main(int argc, char **argv) {
    static const char *const netids[] = {"udp", "tcp", "udp6", "tcp6", "local"};
    for (int i = 0; argc == 3 && i < 5; i++) {
        struct netconfig *netid = getnetconfigent(netids[i]);
        SVCXPRT *transport = svc_tli_create(bound_socket(netid, atoi(argv[1]), argv[2]), netid, NULL, 0, 0);
        if (transport == NULL || !svc_reg(transport, PROGRAM, 1, dispatch, NULL)) return 1;
    }
    printf("ready\n");
    fflush(stdout);
    svc_run();
    return 1;
}
