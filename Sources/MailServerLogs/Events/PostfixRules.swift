// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what Postfix says of rules that a client, an address or a message met: access tables, milters, header checks.
enum PostfixRules {
    private static let actions: [StaticString] = [
        "reject: ", "milter-reject: ", "reject_warning: ", "discard: ", "hold: ", "filter: ", "redirect: ", "warn: ",
        "info: ", "warning: ", "prepend: ", "replace: ", "strip: ", "bcc: ", "delay: ", "permit: ",
        "milter-hold: ", "milter-discard: ", "milter-quarantine: ", "milter-header-", "milter-body-", "milter-",
        "whitelisted: ", "trigger: ", "header-",
    ]

    /// Where the action's name ends; nil where none begins.
    static func actionEnd(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int? {
        for action in actions where text.has(action, at: start) {
            let colon = text.index(of: UInt8(ascii: ":"), from: start, or: end)
            return colon < end ? colon : nil
        }
        return nil
    }

    /// Reads `ACTION: STAGE from CLIENT: REPLY; from=<...> to=<...> proto=... helo=<...>[: TEXT]`.
    ///
    /// Where the action is one of content checks, the stage is `header NAME: VALUE` or `body ...`, whose text is never kept.
    static func read(
        _ text: Span<UInt8>, at start: Int, actionEnd: Int, before end: Int, into event: inout LogEvent
    ) {
        event.kind = .rule
        event.set(.action, start, actionEnd)
        if text.has("milter-", at: start) { event.set(.milterResult, start + 7, actionEnd) }
        let body = actionEnd + 2
        guard body < end else { return }
        let isContent = text.has("header ", at: body) || text.has("body ", at: body)
        let pairs = pairsStart(text, from: body, before: end)
        let bodyEnd = pairs ?? end
        if let pairs {
            event.readPairs(text, at: pairs + 2, before: end)
            readTarget(text, from: pairs, before: end, into: &event)
        }
        if isContent {
            event.set(.text, body, bodyEnd)
            event.set(.stage, body, text.index(of: 0x20, from: body, or: bodyEnd))
            return
        }
        event.set(.text, body, bodyEnd)
        guard let from = text.find(" from ", from: body, before: bodyEnd) else { return }
        event.set(.stage, body, from)
        let host = event.readClient(text, at: from + 6, before: bodyEnd)
        if text.has(": ", at: host) { event.readReply(text, at: host + 2, before: bodyEnd) }
    }

    /// Where `; from=<`, `; to=<` or `; proto=` begins: the last, for a header's text may hold one.
    static func pairsStart(_ text: Span<UInt8>, from start: Int, before end: Int) -> Int? {
        var found: Int?
        var index = start
        while let semicolon = text.find(UInt8(ascii: ";"), from: index, before: end) {
            let word = semicolon + 2
            if text.has("from=<", at: word) || text.has("to=<", at: word) || text.has("proto=", at: word) {
                found = semicolon
            }
            index = semicolon + 1
        }
        return found
    }

    /// What a rule makes of the message, behind the pairs: the address of a redirection, the header that is put in front.
    private static func readTarget(
        _ text: Span<UInt8>, from pairs: Int, before end: Int, into event: inout LogEvent
    ) {
        let last = [event[.helo], event[.to], event[.from]].compactMap { $0?.upperBound }.max() ?? pairs
        guard last + 3 < end, text.has(">: ", at: last) else { return }
        event.set(.response, last + 3, end)
    }
}
