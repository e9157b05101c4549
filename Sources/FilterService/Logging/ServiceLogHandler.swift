// SPDX-License-Identifier: Apache-2.0
import Glibc
package import Logging
import MailMessage
import SpamModel
import TextOutput

/// Writes log lines to standard error, each whole.
///
/// A log that nobody reads holds nobody up: its lines are left out (``LogOutput``).
package struct ServiceLogHandler: LogHandler {
    /// From which level on lines are written.
    package var logLevel: Logger.Level
    /// What stands on each line.
    package var metadata: Logger.Metadata = [:]
    /// What the place in the program adds.
    package var metadataProvider: Logger.MetadataProvider?
    private let format: LogConfiguration.Format
    private let label: String
    private let output: LogOutput

    /// Makes a handler.
    ///
    /// - Parameter descriptor: where lines go; default standard error.
    package init(label: String, configuration: LogConfiguration, descriptor: Int32 = 2) {
        self.label = label
        output = LogOutput(descriptor: descriptor)
        logLevel = configuration.level
        format = configuration.format ?? (getenv("JOURNAL_STREAM") != nil ? .journald : .plain)
    }

    /// One value of ``metadata``.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        let pairs = all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        output.write(line(event.level, event.message.description, pairs)) { lost in
            line(.warning, "log lines were lost because nobody read them", [("lines", "\(lost)")])
        }
    }

    private func line(_ level: Logger.Level, _ message: String, _ pairs: [(String, String)]) -> String {
        switch format {
        case .plain: "\(Self.timestamp()) \(level) \(Self.text(message, pairs))"
        case .journald: "<\(Self.priority(level))>\(Self.text(message, pairs))"
        case .json: Self.json(level, message, pairs)
        }
    }

    private static func text(_ message: String, _ pairs: [(String, String)]) -> String {
        var text = message.forTerminal()
        for (key, value) in pairs {
            let value = value.forTerminal()
            let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3d }
            text += isPlain ? " \(key)=\(value)" : " \(key)=\"\(value.replacing(scalar: "\"", with: "'"))\""
        }
        return text
    }

    private static func json(_ level: Logger.Level, _ message: String, _ pairs: [(String, String)]) -> String {
        var members = [("time", timestamp()), ("level", level.rawValue), ("message", message)]
        members += pairs
        func quoted(_ text: String) -> String { JSONValue.string(text).line }
        return "{" + members.map { "\(quoted($0)):\(quoted($1))" }.joined(separator: ",") + "}"
    }

    /// The time in UTC, as RFC 3339 writes it, with milliseconds.
    private static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let seconds = MailDate(secondsSince1970: Int64(now.tv_sec)).rfc3339.dropLast()
        return "\(seconds).\(String(now.tv_nsec / 1_000_000).zeroPadded(3))Z"
    }

    /// The priority of syslog(3).
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
