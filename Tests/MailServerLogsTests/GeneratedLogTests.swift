// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import TestSupport
import Testing

/// Logs of a server that never was, whose maker knows what is in them.
@Suite("Generated logs")
struct GeneratedLogTests {
    private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "the totals are those that the maker knows", .enabled(if: python != nil, "python3 is not there"),
        arguments: ["syslog", "rfc3339", "journal"], [false, true])
    func truth(format: String, hasFilter: Bool) throws {
        let folder = try ScratchFolder()
        let script = SharedFiles.projectRoot + "/scripts/generate-logs"
        let python = try #require(Self.python)
        let arguments = ["--messages", "1500", "--days", "2", "--seed", "7", "--format", format]
        let outcome = try Program(path: python).run([script] + arguments + (hasFilter ? [] : ["--without-filter"]))
        try #require(outcome.code == 0, "\(outcome.errors)")
        try outcome.output.write(to: URL(fileURLWithPath: folder.path("log")))
        let truth = try JSON(Array(outcome.errors.utf8))

        var analysis = LogAnalysis(seed: 3)
        var reader = LogReader(LogReader.Options(now: 1_800_000_000))
        reader.read([folder.path("log")], into: &analysis)
        analysis.finishAll()
        let tables = analysis.tables
        let totals = tables.totals
        let found: [String: Int] = [
            "received incoming": tables.messages(.incoming), "received submitted": tables.messages(.submitted),
            "received notification": tables.messages(.notification), "received vacation": tables.messages(.vacation),
            "joined": totals.joined, "bytes received": totals.bytesReceived, "delivered here": totals.deliveredHere,
            "delivered elsewhere": totals.deliveredElsewhere, "bounced": totals.bounced, "deferrals": totals.deferrals,
            "deferred messages": totals.deferredMessages, "rejected": totals.rejected, "logins": totals.logins,
            "failed logins": totals.failedLogins,
        ]
        for (name, count) in found { #expect(count == truth[name].integer ?? 0, "\(name)") }
        #expect(tables.lines.unknown == 0 && tables.lines.unreadable == 0)
        #expect(totals.queued == 0 && totals.lost == 0)
        let verdicts = tables.verdicts.top(5) { $0 }.reduce(0) { $0 + $1.value }
        #expect(verdicts == tables.messages(.incoming))
    }
}
