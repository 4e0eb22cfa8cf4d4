/* A load of calls that are answered before others are begun: so many of them are under way at a time. */
#ifndef LOAD_H
#define LOAD_H
#include "calls.h"

enum { MOST_UNDER_WAY = 256, PATIENCE_MS = 1000 /* before a datagram is taken for lost and sent again */ };

/* A call under way. Its xid is its place here and a number that changes with each call, so that a late reply is not taken for another. */
struct place {
    uint32_t xid, binding;
    uint64_t begun, sent; /* nanoseconds */
};

struct load {
    struct question question;
    uint64_t calls; /* to be answered in all */
    uint64_t until; /* nanoseconds: no further call begins after this */
    int under_way;  /* at most */
    int port;
    struct place places[MOST_UNDER_WAY];
    uint64_t begun, answered, wrong, lost;
    uint64_t first; /* the number of its first call in the walk over the bindings */
    uint32_t *took; /* nanoseconds of each call, at most 4 s */
};

uint64_t nanoseconds(void);
void fail(const char *what);

/* Begins a call at this place: writes it, without a record mark, and returns its bytes. */
size_t begin(struct load *load, int place, uint64_t now, uint8_t *call);

/* Takes a reply. Returns the place that it frees, -1 if nobody waits for it. */
int answered(struct load *load, const uint8_t *reply, size_t length, uint64_t now);

/* Each of them runs the whole load. */
void over_udp(struct load *load);
void over_stream(struct load *load, bool local);
void over_connections(struct load *load);

#endif
