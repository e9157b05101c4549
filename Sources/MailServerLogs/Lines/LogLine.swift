// SPDX-License-Identifier: Apache-2.0

/// What stands before a log line's text: when, where and by which program it was written.
package struct LogLine: Sendable, Equatable {
    /// When, in seconds since 1970.
    package var time: Int
    /// The number of the host in ``LogNames``.
    package var host: Int
    /// The number of the program in ``LogNames``.
    package var program: Int
    /// The process, 0 where it is not named.
    package var process = 0
    /// The text: bytes of the line, or of ``LineParser/unescaped`` where ``isUnescaped``.
    package var text: Range<Int>
    /// Whether the text had to be taken out of JSON.
    package var isUnescaped = false
}

/// How the lines of a log are laid out.
package enum LineLayout: UInt8, Sendable, CaseIterable {
    /// `Jan  1 00:00:00 host tag[pid]: text` (RFC 3164): no year, no zone.
    case syslog
    /// `2026-01-01T00:00:00.000000+01:00 host tag[pid]: text` (RFC 3339), as rsyslog and `journalctl -o short-iso` write it.
    case rfc3339
    /// `journalctl -o json`.
    case journal
    /// `2026-01-01 00:00:00 text`: Exim's main log, and Dovecot's own files.
    case plain
}
