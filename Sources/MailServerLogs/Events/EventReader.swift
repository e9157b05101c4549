// SPDX-License-Identifier: Apache-2.0

/// Reads the text of a log line by the vocabulary of the server that wrote it.
package enum EventReader {
    /// Reads a line's text, which is cut at 65,535 bytes; lines of other daemons are ``LogEvent/Kind/unknown``.
    @inline(__always)
    package static func read(_ text: Span<UInt8>, by server: MailServer, into event: inout LogEvent) {
        let text = text.count > 0xFFFF ? text.extracting(first: 0xFFFF) : text
        switch server {
        case .postfix: PostfixEvents.read(text, into: &event)
        case .dovecot: DovecotEvents.read(text, into: &event)
        case .exim: EximEvents.read(text, into: &event)
        case .spreud: SpreudEvents.read(text, into: &event)
        case .other: event.reset()
        }
    }
}
