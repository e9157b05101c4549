// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import Testing

@Suite("Nights of many sites")
struct FleetTableTests {
    private func night(_ site: String, code: Int? = 0, figures: String = "", more: String = "") throws -> SiteNight {
        try #require(
            SiteNight(
                line: """
                    {"site": "\(site)", "code": \(code.map { "\($0)" } ?? "null"), "seconds": 1.5, \(more) "night": \
                    {"outcome": "served", "ingest": {"new": 7}, "train": {"ham": 40, "spam": 30}, "figures": {\(figures)}}}
                    """))
    }

    @Test("what stands out comes first, the worst before all else")
    func order() throws {
        let table = FleetTable([
            try night("fine"), try night("refused", code: 10), try night("warned", code: 4),
            try night("lossy", figures: "\"hamLost\": 1.5"), try night("unread", more: "\"unread\": 3,"),
            try night("blind", figures: "\"spamMissed\": 95"), try night("killed", code: nil),
            try night("stale", code: 13),
            try night("quiet", figures: "\"liveSpamMissed\": 100, \"liveSpam\": 3"),
            try night("deaf", figures: "\"liveSpamMissed\": 100, \"liveSpam\": 30"), try night("broken", code: 78),
        ])
        let sites = table.csv.split(separator: "\r\n").dropFirst().compactMap { $0.split(separator: ",").first }
        #expect(
            sites == [
                "broken", "killed", "blind", "deaf", "lossy", "stale", "refused", "unread", "warned", "fine", "quiet",
            ])
        #expect(table.counts == (11, 8, 2))
    }

    @Test("of several nights of a site the last counts, and no field of it can be a formula or end its line")
    func fields() throws {
        let table = FleetTable([try night("=cmd()"), try night("a,\\\"b\\\"\\nc"), try night("=cmd()", code: 10)])
        let lines = table.csv.split(separator: "\r\n")
        #expect(lines.count == 3)
        #expect(lines[1].hasPrefix("'=cmd(),refused,10,served,1.500,7,40,30,,"))
        #expect(lines[2].hasPrefix("\"a,\"\"b\"\"\nc\",,0,"))
    }

    @Test(
        "a line that is no site's night is none",
        arguments: ["", "{}", "[1]", "{\"site\": 3}", "{\"site\": \"\"}", "x"])
    func wrongLines(line: String) { #expect(SiteNight(line: line) == nil) }
}
