/* What the programs of the benchmark have in common: which bindings there are, the calls about them, and what a right reply is.

   Binding J is program FIRST_PROGRAM + J / 2, version 1, over UDP if J is even and TCP if it is odd. Each hundred of them belong to one
   owner, who is user FIRST_UID + J / 100, and are all at his one port FIRST_PORT + J / 100. */
#ifndef CALLS_H
#define CALLS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FIRST_PROGRAM = 0x20000000,
    FIRST_MISSING = 0x40000000, /* nobody registers programs from here on */
    BINDINGS_OF_OWNER = 100,
    FIRST_PORT = 20000,
    FIRST_UID = 100000,
    MOST_BINDINGS = 100000,
    PORTMAPPER_PORT = 111,
    LONGEST_CALL = 128, /* bytes, record mark included */
    PORTMAPPER = 100000,
};

enum kind { NULL_CALL, GETPORT, GETADDR, MISSING, DUMP2, DUMP4, KINDS };

/* What is asked: kind, and a walk over all of so many bindings, or one of them again and again. */
struct question {
    enum kind kind;
    uint32_t bindings; /* that are registered */
    uint32_t walked;   /* that are asked about in turn: all of them or one */
    bool echoed;       /* the other side is no portmapper: it sends back the port that it finds in the call */
};

enum answer { RIGHT, WRONG };

const char *kind_name(enum kind kind);
bool kind_named(const char *name, enum kind *kind);

uint16_t port_of(uint32_t binding);

/* Which binding the call with this number is about: a walk that meets each one once before it comes back, and never in the order of registration. */
uint32_t binding_of(const struct question *question, uint64_t number);

/* Writes the call without a record mark; returns its bytes. */
size_t write_call(const struct question *question, uint32_t xid, uint32_t binding, uint8_t *call);

/* SET of one binding: an rpcb of version 4, or a mapping of version 2. */
size_t write_set(int version, uint32_t xid, uint32_t binding, uint8_t *call);

/* UNSET of one binding, the same way. */
size_t write_unset(int version, uint32_t xid, uint32_t binding, uint8_t *call);

/* Writes the record mark of a call of that length. */
void write_mark(uint8_t *mark, size_t length);

uint32_t word_at(const uint8_t *bytes);

enum answer check_reply(const struct question *question, uint32_t binding, const uint8_t *reply, size_t length);

#endif
