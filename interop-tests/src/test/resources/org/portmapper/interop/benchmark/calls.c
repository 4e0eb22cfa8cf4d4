/* RFC 5531 and RFC 1833 as far as the benchmark needs them: calls without credentials, and the replies to them. See calls.h. */
#include "calls.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 24 /* bytes of the header of an accepted, successful reply without a verifier */ };

static const char *const names[KINDS] = {"null", "getport", "getaddr", "miss", "dump2", "dump4"};

const char *kind_name(enum kind kind) { return names[kind]; }

bool kind_named(const char *name, enum kind *kind) {
    for (int i = 0; i < KINDS; i++) {
        if (strcmp(name, names[i]) == 0) {
            *kind = i;
            return true;
        }
    }
    return false;
}

uint16_t port_of(uint32_t binding) { return FIRST_PORT + binding / BINDINGS_OF_OWNER; }

static uint32_t common_divisor(uint32_t a, uint32_t b) { return b == 0 ? a : common_divisor(b, a % b); }

uint32_t binding_of(const struct question *question, uint64_t number) {
    static uint32_t walked, step;
    if (walked != question->walked) {
        walked = question->walked;
        for (step = walked * 0.618; common_divisor(step, walked) != 1; step++) continue;
    }
    return number % walked * step % walked;
}

/* ---- writing */

static uint8_t *put(uint8_t *at, uint32_t word) {
    word = htonl(word);
    memcpy(at, &word, sizeof word);
    return at + sizeof word;
}

static uint8_t *put_text(uint8_t *at, const char *text) {
    size_t length = strlen(text);
    at = put(at, length);
    memset(at + length / 4 * 4, 0, 4);
    memcpy(at, text, length);
    return at + (length + 3) / 4 * 4;
}

static uint8_t *put_header(uint8_t *at, uint32_t xid, int version, int procedure) {
    const uint32_t header[] = {xid, 0, 2, PORTMAPPER, version, procedure, 0, 0, 0, 0};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++) at = put(at, header[i]);
    return at;
}

static uint8_t *put_mapping(uint8_t *at, uint32_t program, uint32_t binding, uint16_t port) {
    at = put(put(at, program), 1);
    return put(put(at, binding % 2 == 0 ? IPPROTO_UDP : IPPROTO_TCP), port);
}

static uint8_t *put_rpcb(uint8_t *at, uint32_t program, uint32_t binding, const char *address) {
    at = put(put(at, program), 1);
    at = put_text(at, binding % 2 == 0 ? "udp" : "tcp");
    return put_text(put_text(at, address), "");
}

static uint32_t program_of(uint32_t binding) { return FIRST_PROGRAM + binding / 2; }

size_t write_call(const struct question *question, uint32_t xid, uint32_t binding, uint8_t *call) {
    /* The address of the portmapper that is asked, as libtirpc sends it along. */
    static const char hint[] = "127.0.0.1.0.111";
    uint16_t echoed = question->echoed ? port_of(binding) : 0;
    switch (question->kind) {
    case NULL_CALL: return put_header(call, xid, 2, 0) - call;
    case GETPORT: return put_mapping(put_header(call, xid, 2, 3), program_of(binding), binding, echoed) - call;
    case MISSING: return put_mapping(put_header(call, xid, 2, 3), FIRST_MISSING + binding / 2, binding, 0) - call;
    case GETADDR: return put_rpcb(put_header(call, xid, 4, 3), program_of(binding), binding, hint) - call;
    case DUMP2: return put_header(call, xid, 2, 4) - call;
    case DUMP4: return put_header(call, xid, 4, 4) - call;
    default: abort();
    }
}

size_t write_set(int version, uint32_t xid, uint32_t binding, uint8_t *call) {
    char address[32];
    snprintf(address, sizeof address, "0.0.0.0.%d.%d", port_of(binding) >> 8, port_of(binding) & 0xff);
    uint8_t *at = put_header(call, xid, version, 1);
    at = version == 2 ? put_mapping(at, program_of(binding), binding, port_of(binding)) : put_rpcb(at, program_of(binding), binding, address);
    return at - call;
}

size_t write_unset(int version, uint32_t xid, uint32_t binding, uint8_t *call) {
    uint8_t *at = put_header(call, xid, version, 2);
    at = version == 2 ? put_mapping(at, program_of(binding), binding, 0) : put_rpcb(at, program_of(binding), binding, "");
    return at - call;
}

void write_mark(uint8_t *mark, size_t length) { put(mark, 0x80000000u | length); }

/* ---- reading */

uint32_t word_at(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return ntohl(word);
}

/* The port at the end of the universal address in this result, 0 if it is empty, -1 if it is none. */
static int port_of_address(const uint8_t *result, size_t length) {
    char address[64];
    if (length < 4) return -1;
    uint32_t size = word_at(result);
    if (size >= sizeof address || size > length - 4) return -1;
    memcpy(address, result + 4, size);
    address[size] = 0;
    if (size == 0) return 0;
    char *low = strrchr(address, '.');
    if (low == NULL) return -1;
    *low = 0;
    char *high = strrchr(address, '.');
    return high == NULL ? -1 : atoi(high + 1) * 256 + atoi(low + 1);
}

/* How many entries this list has, -1 if it does not end where it should. An entry has so many words, and then so many strings. */
static long entries(const uint8_t *list, size_t length, int words, int strings) {
    const uint8_t *at = list, *end = list + length;
    for (long count = 0; end - at >= 4; count++) {
        if (word_at(at) == 0) return at + 4 == end ? count : -1;
        at += 4 + words * 4;
        for (int i = 0; i < strings; i++) {
            if (end - at < 4) return -1;
            at += 4 + (word_at(at) + 3) / 4 * 4;
        }
    }
    return -1;
}

static bool right_result(const struct question *question, uint32_t binding, const uint8_t *result, size_t length) {
    switch (question->kind) {
    case NULL_CALL: return length == 0 || question->echoed;
    case GETPORT: return length == 4 && word_at(result) == port_of(binding);
    case MISSING: return length == 4 && word_at(result) == 0;
    case GETADDR: return port_of_address(result, length) == port_of(binding) || question->echoed;
    /* What the portmapper has registered of itself comes on top. */
    case DUMP2: return entries(result, length, 4, 0) >= question->bindings;
    case DUMP4: return entries(result, length, 2, 3) >= question->bindings;
    default: abort();
    }
}

enum answer check_reply(const struct question *question, uint32_t binding, const uint8_t *reply, size_t length) {
    if (length < HEADER || word_at(reply + 4) != 1) return WRONG;
    for (int word = 2; word < HEADER / 4; word++) {
        if (word_at(reply + word * 4) != 0) return WRONG;
    }
    return right_result(question, binding, reply + HEADER, length - HEADER) ? RIGHT : WRONG;
}
