// SPDX-License-Identifier: Apache-2.0
// One question to a name server through glibc's resolver: its state is a structure of macros and unions that Swift does not see.
#ifndef SPREU_RESOLVER_H
#define SPREU_RESOLVER_H

#include <stddef.h>
#include <stdint.h>

/// What `resolver_ask` returns in the place of an answer's length.
enum {
    /// Nobody answered in time, or the answer did not fit the question.
    RESOLVER_NO_REPLY = -1,
    /// The name cannot be asked for.
    RESOLVER_BAD_QUESTION = -2,
    /// The resolver could not be set up.
    RESOLVER_NO_STATE = -3,
};

/// Asks one question of class IN and copies the whole answer, whatever its code.
///
/// Truncated answers are asked for again over TCP. Answers of another server, or to another question, are passed over by glibc.
///
/// @param address 4 or 16 bytes, the only server that is asked; with `address_bytes` 0 those of /etc/resolv.conf are.
/// @param seconds How long one server is waited for each time, 1 to 30.
/// @param tries How often each server is asked, 1 to 5.
/// @param name Ends with NUL.
/// @param extended Whether to say that answers of 1,232 bytes are welcome (EDNS), which a few servers do not understand.
/// @return The answer's length, at most `answer_size`; negative: see above.
int resolver_ask(const uint8_t *address, int address_bytes, uint16_t port, int seconds, int tries, const char *name,
                 int type, int extended, uint8_t *answer, int answer_size);

#endif
