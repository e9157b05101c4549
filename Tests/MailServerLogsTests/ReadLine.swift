// SPDX-License-Identifier: Apache-2.0
import MailServerLogs

/// A log line as it was read: for tests that look at single lines.
struct ReadLine {
    let time: Int
    let host: String
    let program: LogProgram
    let kind: LogEvent.Kind
    let outcome: LogEvent.Outcome
    let fields: [LogField: String]
    let text: String

    /// Reads a line; nil if it is no log line.
    init?(_ line: String, year: Int? = 2026) {
        var parser = LineParser(written: 1_800_000_000, year: year)
        var names = LogNames()
        self.init(line, &parser, &names)
    }

    init?(_ line: String, _ parser: inout LineParser, _ names: inout LogNames) {
        let bytes = Array(line.utf8)
        guard let parsed = parser.parse(bytes.span, &names) else { return nil }
        let source = parsed.isUnescaped ? parser.unescaped : bytes
        let text = source.span.extracting(parsed.text)
        var event = LogEvent()
        program = names.programs[parsed.program]
        EventReader.read(text, by: program.server, into: &event)
        time = parsed.time
        host = names.hosts[parsed.host]
        kind = event.kind
        outcome = event.outcome
        var fields: [LogField: String] = [:]
        for field in LogField.allCases where event.has(field) { fields[field] = event.text(field, in: text) }
        self.fields = fields
        self.text = String(decoding: source[parsed.text], as: UTF8.self)
    }
}
