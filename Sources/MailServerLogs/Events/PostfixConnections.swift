// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads Postfix's lines that concern no message: connections, `postscreen`, statistics, starts and stops.
enum PostfixConnections {
    /// Reads a line without a queue id.
    static func read(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        guard start < end else { return }
        switch text[start] {
        case UInt8(ascii: "c") where text.has("connect from ", at: start):
            event.kind = .connected
            _ = event.readClient(text, at: start + 13, before: end)
        case UInt8(ascii: "d") where text.has("disconnect from ", at: start):
            event.kind = .disconnected
            let host = event.readClient(text, at: start + 16, before: end)
            if host + 1 < end { event.set(.commands, host + 1, end) }
        case UInt8(ascii: "s") where text.has("statistics: ", at: start):
            PostfixStatistics.read(text, at: start + 12, before: end, into: &event)
        case UInt8(ascii: "c") where text.has("cache ", at: start):
            PostfixStatistics.readCleanup(text, at: start, before: end, into: &event)
        case UInt8(ascii: "a") where text.has("addr ", at: start):
            readListed(text, at: start + 5, before: end, into: &event)
        case UInt8(ascii: "p") where text.has("proxy-", at: start):
            readProxy(text, at: start, before: end, into: &event)
        default:
            if PostfixClient.readTLS(text, at: start, before: end, into: &event) { return }
            if PostfixClient.readConnection(text, at: start, before: end, into: &event) { return }
            if readBroken(text, at: start, before: end, into: &event) { return }
            if PostfixScreening.read(text, at: start, before: end, into: &event) { return }
            readNotice(text, at: start, before: end, into: &event)
        }
    }

    private static let breaks: [StaticString] = [
        "lost connection after ", "timeout after ", "too many errors after ", "improper command pipelining after ",
        "bare <LF> received after ", "SSL_accept error from ", "non-SMTP command from ",
        "hangup after ", "bad command startup after ",
    ]

    /// `lost connection after RCPT from HOST` and the like.
    private static func readBroken(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        for phrase in breaks where text.has(phrase, at: start) {
            event.kind = .connectionLost
            let behind = start + phrase.utf8CodeUnitCount
            if text.has(" from ", before: behind) {
                event.set(.reason, start, behind - 6)
                let host = event.readClient(text, at: behind, before: end)
                if text.has(": ", at: host) { event.set(.text, host + 2, end) }
                return true
            }
            event.set(.reason, start, behind - 7)
            guard let from = text.find(" from ", from: behind, before: end) else { return true }
            // `DATA (7774180 bytes)`
            event.set(.stage, behind, text.find(" (", from: behind, before: from) ?? from)
            _ = event.readClient(text, at: from + 6, before: end)
            return true
        }
        return false
    }

    /// `addr 192.0.2.1 listed by domain list.example.com as 127.0.0.2`.
    private static func readListed(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        let addressEnd = text.index(of: 0x20, from: start, or: end)
        guard text.has(" listed by domain ", at: addressEnd) else { return }
        event.kind = .listed
        event.set(.clientAddress, start, addressEnd)
        let list = addressEnd + 18
        let listEnd = text.index(of: 0x20, from: list, or: end)
        event.set(.list, list, listEnd)
        if text.has(" as ", at: listEnd) { event.set(.listResult, listEnd + 4, end) }
    }

    /// `proxy-reject: END-OF-MESSAGE: 554 5.7.0 ...; from=<...> ...`: what the filter behind smtpd_proxy_filter said.
    static func readProxy(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        let actionEnd = text.index(of: UInt8(ascii: ":"), from: start, or: end)
        guard actionEnd + 2 < end else { return }
        event.kind = text.has("proxy-accept", at: start) ? .notice : .rule
        event.set(.action, start, actionEnd)
        event.set(.milterResult, start + 6, actionEnd)
        let stageEnd = text.index(of: UInt8(ascii: ":"), from: actionEnd + 2, or: end)
        event.set(.stage, actionEnd + 2, stageEnd)
        let pairs = PostfixRules.pairsStart(text, from: stageEnd, before: end)
        if let pairs { event.readPairs(text, at: pairs + 2, before: end) }
        guard stageEnd + 2 <= pairs ?? end else { return }
        event.readReply(text, at: stageEnd + 2, before: pairs ?? end)
        event.set(.text, stageEnd + 2, pairs ?? end)
    }

    /// Starts, stops and settings, and what higher log levels say of TLS.
    private static let notices: [StaticString] = [
        "table ", "using backwards-compatible", "To disable backwards", "See http", "starting the Postfix",
        "stopping the Postfix", "refreshing the Postfix", "the Postfix mail system is", "Postfix is running",
        "daemon started", "reload ", "terminating ", "open lock", "restart ", "rewrite stream", "idle timeout",
        "setting up TLS connection", "initializing the ", "Host offered STARTTLS", "Issuing session ticket",
        "certificate ",
        "server certificate", "Server certificate", "subject_CN=", "fingerprint", "TLS SNI", "DNSSEC", "re-using ",
        "Reusing ",
        "discarding EHLO keywords: ", "disabling ", "looking for ", "mapped ", "lookup ", "unlinking ",
        "end of session",
        // What systemd keeps of the unit's output: the copy of the queue's chroot, and lines that are logged as well.
        "updating /", "postfix/",
    ]

    private static func readNotice(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        if PostfixStatistics.readSummary(text, at: start, before: end, into: &event) { return }
        for phrase in notices where text.has(phrase, at: start) {
            event.kind = .notice
            event.set(.text, start, end)
            if text.has("discarding ", at: start) { event.set(.text, start + 26, end) }
            if let version = text.find("-- version ", from: start, before: end) {
                let versionEnd = text.index(of: UInt8(ascii: ","), from: version + 11, or: end)
                event.set(.action, version + 11, versionEnd)
                if text.has(", configuration ", at: versionEnd) { event.set(.service, versionEnd + 16, end) }
            }
            if text.has("terminating on signal ", at: start) { event.set(.count, start + 22, end) }
            return
        }
    }
}
