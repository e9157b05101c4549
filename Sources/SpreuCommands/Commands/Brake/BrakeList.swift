// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailMessage
import OutgoingBrake
import TextOutput

/// The command `spreu brake list`, or `spreu brake` alone.
struct BrakeList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print senders and their external recipients: those on hold, then those with the most.",
        discussion: "Ends with exit code 4 while anybody is on hold.")

    @Flag(help: "All senders, not only the 20 with the most.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: BrakeFolderOptions

    private static let usualRows = 20

    /// A sender as it stands now.
    private struct Row {
        var sender: OutgoingSender
        var counts: [Int]
        var ceilings: [Int]
        /// In seconds since 1970.
        var heldSince: Int64?
    }

    func run() throws {
        let file = try CountsFile(contentsOf: options.place)
        let clock = ClockReading.now
        let rows = Self.rows(file, clock)
        let held = rows.count { $0.heldSince != nil }
        let shown = all ? rows[...] : rows.prefix(max(Self.usualRows, held))
        if json {
            try Console.write(JSONValue.array(shown.map(Self.json)).text)
        } else {
            try Console.write(Self.text(shown))
            if shown.count < rows.count { Console.note("\(rows.count - shown.count) more: --all") }
        }
        var warnings = Warnings()
        if held > 0 {
            warnings.tell(
                "mail of \(counted(held, "sender")) is put on hold: /usr/share/doc/spreu/brake.md says how to look at it, and to let it go"
            )
        }
        if file.unreadLines > 0 {
            warnings.tell(
                "\(options.place.countsPath): \(counted(file.unreadLines, "line")) that spreud does not write")
        }
        try warnings.status.end()
    }

    private static func rows(_ file: CountsFile, _ clock: ClockReading) -> [Row] {
        let now = file.time(at: clock)
        let table = file.table(at: clock)
        let rows = table.senders.map { sender, counts in
            Row(
                sender: sender, counts: BrakeWindow.allCases.map { counts.total(in: $0, at: now) },
                ceilings: BrakeWindow.allCases.map { table.ceilings[sender][$0] },
                heldSince: counts.heldSince.map { clock.wall - (now - $0) })
        }
        return rows.sorted { one, other in
            if (one.heldSince == nil) != (other.heldSince == nil) { return one.heldSince != nil }
            if one.counts != other.counts {
                return other.counts.reversed().lexicographicallyPrecedes(one.counts.reversed())
            }
            return one.sender.name < other.sender.name
        }
    }

    private static func text(_ rows: ArraySlice<Row>) -> String {
        let heading = ["10 min", "hour", "day"].map { $0.leftPadded(15) }.joined()
        var text = "on hold since       " + heading + "  sender\n"
        for row in rows {
            text += (row.heldSince.map(time) ?? "-").rightPadded(20)
            for (count, ceiling) in zip(row.counts, row.ceilings) { text += "\(count)/\(ceiling)".leftPadded(15) }
            text += "  \(row.sender.kind.rawValue) \(row.sender.name)\n"
        }
        return text
    }

    private static func time(_ seconds: Int64) -> String { MailDate(secondsSince1970: seconds).rfc3339 }

    private static func json(_ row: Row) -> JSONValue {
        func object(_ numbers: [Int]) -> JSONValue {
            .object(
                Dictionary(
                    uniqueKeysWithValues: zip(BrakeWindow.allCases.map(\.rawValue), numbers.map { .integer($0) })))
        }
        return .object([
            "sender": .string(row.sender.name), "kind": .string(row.sender.kind.rawValue),
            "recipients": object(row.counts), "ceilings": object(row.ceilings),
            "onHoldSince": row.heldSince.map { .string(time($0)) } ?? .null,
        ])
    }
}
