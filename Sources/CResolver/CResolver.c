// SPDX-License-Identifier: Apache-2.0
#include "CResolver.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>

/// Makes one server the only one; 0 if there is no memory.
static int use_server(struct __res_state *state, const uint8_t *address, int address_bytes, uint16_t port) {
    state->nscount = 1;
    if (address_bytes == 4) {
        memset(&state->nsaddr_list[0], 0, sizeof state->nsaddr_list[0]);
        state->nsaddr_list[0].sin_family = AF_INET;
        state->nsaddr_list[0].sin_port = htons(port);
        memcpy(&state->nsaddr_list[0].sin_addr, address, 4);
        return 1;
    }
    // Addresses of IPv6 stand in the extension, which the state owns and frees; the family 0 points there.
    struct sockaddr_in6 *server = state->_u._ext.nsaddrs[0];
    if (!server) server = calloc(1, sizeof *server);
    if (!server) return 0;
    memset(server, 0, sizeof *server);
    server->sin6_family = AF_INET6;
    server->sin6_port = htons(port);
    memcpy(&server->sin6_addr, address, 16);
    state->_u._ext.nsaddrs[0] = server;
    state->_u._ext.nssocks[0] = -1;
    state->_u._ext.nscount = 1;
    state->nsaddr_list[0].sin_family = 0;
    return 1;
}

int resolver_ask(const uint8_t *address, int address_bytes, uint16_t port, int seconds, int tries, const char *name,
                 int type, int extended, uint8_t *answer, int answer_size) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return RESOLVER_NO_STATE;
    state.retrans = seconds < 1 ? 1 : seconds > 30 ? 30 : seconds;
    state.retry = tries < 1 ? 1 : tries > 5 ? 5 : tries;
    // No search list, no order of one's own; what the server says of DNSSEC is kept.
    state.options &= ~(unsigned long)(RES_DEFNAMES | RES_DNSRCH | RES_ROTATE | RES_USE_EDNS0);
#ifdef RES_TRUSTAD
    state.options |= RES_TRUSTAD;
#endif
    // As dig does: answers that say "refused" or "failed" are answers, too.
    state.pfcode = 1;
    int length = RESOLVER_NO_STATE;
    if (address_bytes == 0 || use_server(&state, address, address_bytes, port)) {
        uint8_t question[512];
        int size = res_nmkquery(&state, ns_o_query, name, ns_c_in, type, NULL, 0, NULL, question, sizeof question - 11);
        if (size < 12) {
            length = RESOLVER_BAD_QUESTION;
        } else {
            question[3] |= 0x20;  // AD: whether the answer was authenticated is wanted (RFC 6840, section 5.7)
            if (extended) {
                // OPT (RFC 6891): the root, type 41, 1,232 bytes, nothing else.
                static const uint8_t opt[11] = {0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0};
                memcpy(question + size, opt, sizeof opt);
                size += (int)sizeof opt;
                question[11] = 1;
            }
            int received = res_nsend(&state, question, size, answer, answer_size);
            length = received < 0 ? RESOLVER_NO_REPLY : received > answer_size ? answer_size : received;
        }
    }
    res_nclose(&state);
    return length;
}
