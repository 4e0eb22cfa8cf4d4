/* one-connection: registers as the kernel's NFS server does: all calls go over one local connection, which it keeps as long as it runs.
   Says "registered" and what each SET answered; after a line of input the same of each UNSET. Serves nothing, but has the sockets. */
#include <netinet/in.h>
#include <rpc/rpc.h>
#include <rpc/rpcb_prot.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NFS 100003

static CLIENT *portmapper;

static const char *answer(rpcproc_t procedure, rpcvers_t version, char *netid, char *address) {
    RPCB binding = {.r_prog = NFS, .r_vers = version, .r_netid = netid, .r_addr = address, .r_owner = "0"};
    bool_t done = FALSE;
    enum clnt_stat status = clnt_call(portmapper, procedure, (xdrproc_t)xdr_rpcb, (char *)&binding, (xdrproc_t)xdr_bool, (char *)&done,
        (struct timeval){.tv_sec = 10});
    return status != RPC_SUCCESS ? clnt_sperrno(status) : done ? "TRUE" : "FALSE";
}

static int bound_socket(int type) {
    int fd = socket(AF_INET, type, 0);
    struct sockaddr_in nfs = {.sin_family = AF_INET, .sin_port = htons(2049)};
    if (bind(fd, (struct sockaddr *)&nfs, sizeof nfs) || (type == SOCK_STREAM && listen(fd, 16))) {
        perror("one-connection: port 2049");
        _exit(1);
    }
    return fd;
}

int main(void) {
    struct sockaddr_un path = {.sun_family = AF_UNIX, .sun_path = "/run/rpcbind.sock"};
    struct netbuf address = {.buf = &path, .len = sizeof path, .maxlen = sizeof path};
    char line[8];
    bound_socket(SOCK_STREAM);
    bound_socket(SOCK_DGRAM);
    portmapper = clnt_tli_create(RPC_ANYFD, getnetconfigent("local"), &address, RPCBPROG, RPCBVERS4, 0, 0);
    if (portmapper == NULL) {
        clnt_pcreateerror("one-connection");
        return 1;
    }
    for (rpcvers_t version = 3; version <= 4; version++) answer(RPCBPROC_UNSET, version, "", "");
    printf("registered");
    for (rpcvers_t version = 3; version <= 4; version++) {
        printf(" %s", answer(RPCBPROC_SET, version, "tcp", "0.0.0.0.8.1"));
        printf(" %s", answer(RPCBPROC_SET, version, "udp", "0.0.0.0.8.1"));
    }
    printf("\n");
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) == NULL) return 1;
    printf("removed");
    for (rpcvers_t version = 3; version <= 4; version++) printf(" %s", answer(RPCBPROC_UNSET, version, "", ""));
    printf("\n");
    fflush(stdout);
    fgets(line, sizeof line, stdin);
    return 0;
}
