// SPDX-License-Identifier: Apache-2.0
import MailServerLogs

/// Reads lines as one log.
func analysis(_ lines: String, _ options: LogAnalysis.Options = LogAnalysis.Options()) -> LogTables {
    var analysis = LogAnalysis(options, seed: 42)
    var parser = LineParser(written: 1_800_000_000, year: 2026)
    for line in lines.split(separator: "\n") {
        let bytes = Array(line.utf8)
        analysis.add(bytes.span, &parser)
    }
    analysis.finishAll()
    return analysis.tables
}

extension LogTables {
    /// Messages that came one way.
    func messages(_ origin: MessageOrigin) -> Int { totals.messages[Int(origin.rawValue)] }

    /// All messages.
    var received: Int { totals.messages.reduce(0, +) }
}
