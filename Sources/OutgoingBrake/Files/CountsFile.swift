// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// What the filter keeps of the brake from one process to the next, and `spreu brake` shows.
///
///     # External recipients by sender...
///     brake 1
///     time 5000 boot 86400 wall 1795910000
///     ceilings 100 300 1000
///     release 00c0ffee00c0ffee
///     login 100 300 1000 held=4990 told=4990 ten-minutes=199:60,200:41 hour=33:101 day=1:101 anna@example.com
///
/// All times but `boot` and `wall` are the table's own. What is none of these lines is left out, and counted.
package struct CountsFile: Sendable, Equatable {
    /// The most bytes that are read: more than the fullest table has.
    package static let maxBytes = 16 << 20

    /// What is known of each sender.
    package var senders: [OutgoingSender: SenderCounts] = [:]
    /// The ceilings by which senders were judged when the file was written.
    package var ceilings = CeilingTable()
    /// The ids of the releases that were carried out.
    package var releases: Set<UInt64> = []
    /// The table's time when it was written.
    package var time: Int64 = 0
    /// What the clocks said then.
    package var clock: ClockReading
    /// How many lines could not be read.
    package private(set) var unreadLines = 0

    /// Makes what is to be written.
    package init(_ table: BrakeTable, releases: Set<UInt64>, time: Int64, clock: ClockReading) {
        senders = table.senders
        ceilings = table.ceilings
        self.releases = releases
        self.time = time
        self.clock = clock
    }

    /// Begins with nothing.
    package init(clock: ClockReading) { self.clock = clock }

    /// The table's time at a later reading of the clocks.
    package func time(at reading: ClockReading) -> Int64 { time + reading.elapsed(since: clock) }

    /// The table as it stands at a later reading of the clocks, without the holds that have ended by then.
    package func table(at reading: ClockReading) -> BrakeTable {
        var table = BrakeTable(ceilings: ceilings, senders: senders)
        _ = table.endHolds(at: time(at: reading))
        return table
    }
}

// MARK: - Writing

extension CountsFile {
    private static let heading =
        "# External recipients by sender. spreud writes this; 'spreu brake' shows it; docs/brake.md\nbrake 1\n"

    /// Replaces the file in a folder.
    package func write(to folder: BrakeFolder) throws(BrakeFileError) {
        let path = folder.countsPath
        do throws(DurableFileError) {
            try DurableFile.write(Array(text.utf8), to: path)
        } catch {
            throw BrakeFileError(path: path, problem: .unwritable(error.description))
        }
    }

    private var text: String {
        var text = Self.heading + "time \(time) boot \(clock.boot) wall \(clock.wall)\n"
        text += "ceilings \(Self.text(ceilings.common))\n"
        for id in releases.sorted() { text += "release \(String(id, radix: 16))\n" }
        for (sender, counts) in senders.sorted(by: { $0.key.name < $1.key.name }) {
            text += "\(sender.kind.rawValue) \(Self.text(ceilings[sender]))"
            text +=
                " held=\(counts.heldSince.map { String($0) } ?? "") told=\(counts.announcedAt.map { String($0) } ?? "")"
            for (window, count) in zip(BrakeWindow.allCases, counts.windows) {
                let slots = count.slots.map { "\($0.number):\($0.count)" }.joined(separator: ",")
                text += " \(window.rawValue)=\(slots)"
            }
            text += " \(sender.name)\n"
        }
        return text
    }

    private static func text(_ ceilings: BrakeCeilings) -> String {
        BrakeWindow.allCases.map { "\(ceilings[$0])" }.joined(separator: " ")
    }
}

// MARK: - Reading

extension CountsFile {
    /// Reads the file in a folder.
    package init(contentsOf folder: BrakeFolder) throws(BrakeFileError) {
        let path = folder.countsPath
        try self.init(path: path, text: BrakeFileError.contents(path, limit: Self.maxBytes))
    }

    /// Reads the text of a file.
    package init(path: String, text: String) throws(BrakeFileError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 2, lines[1] == "brake 1" else {
            throw BrakeFileError(path: path, problem: .damaged(line: 2))
        }
        let words = lines[2].split(separator: " ")
        guard words.count == 6, [words[0], words[2], words[4]] == ["time", "boot", "wall"],
            let time = Self.time(words[1]), let boot = Self.time(words[3]), let wall = Self.time(words[5])
        else { throw BrakeFileError(path: path, problem: .damaged(line: 3)) }
        self.init(clock: ClockReading(boot: boot, wall: wall))
        self.time = time
        for line in lines.dropFirst(3) where !line.isEmpty {
            if senders.count > BrakeTable.maxSenders || !take(line) { unreadLines += 1 }
        }
    }

    private mutating func take(_ line: Substring) -> Bool {
        let words = line.split(separator: " ", maxSplits: 9, omittingEmptySubsequences: false)
        switch words[0] {
        case "ceilings":
            guard words.count == 4, let common = Self.ceilings(words[1...3]) else { return false }
            ceilings.common = common
        case "release":
            guard words.count == 2, let id = UInt64(words[1], radix: 16), releases.count < ReleaseFile.maxReleases
            else { return false }
            releases.insert(id)
        default:
            guard words.count == 10, let kind = OutgoingSender.Kind(rawValue: String(words[0])),
                let sender = OutgoingSender(kind, name: String(words[9])), let own = Self.ceilings(words[1...3]),
                let counts = counts(words[4...8])
            else { return false }
            senders[sender] = counts
            if own != ceilings.common { ceilings.own[sender] = own }
        }
        return true
    }

    private func counts(_ words: ArraySlice<Substring>) -> SenderCounts? {
        let values = zip(words, ["held", "told"] + BrakeWindow.allCases.map(\.rawValue)).map { word, key in
            word.hasPrefix(key + "=") ? word.dropFirst(key.utf8.count + 1) : nil
        }
        guard values.count == 5, let held = values[0], let told = values[1] else { return nil }
        var counts = SenderCounts()
        for (index, value) in values.dropFirst(2).enumerated() {
            guard let value, let count = SlidingCount(slots: Self.slots(value)) else { return nil }
            // A step that has yet to come would count for ever.
            let seconds = BrakeWindow.allCases[index].seconds / Int64(SlidingCount.maxSlots - 1)
            guard count.slots.last.map({ $0.number <= time / seconds }) ?? true else { return nil }
            counts.windows[index] = count
        }
        counts.heldSince = Self.time(held).map { min($0, time) }
        counts.announcedAt = Self.time(told).map { min($0, time) }
        return counts
    }

    private static func slots(_ text: Substring) -> [SlidingCount.Slot] {
        text.split(separator: ",").prefix(SlidingCount.maxSlots + 1).map { pair in
            let parts = pair.split(separator: ":")
            guard parts.count == 2, let number = time(parts[0]), let count = Int(parts[1]) else {
                return SlidingCount.Slot(number: -1, count: 0)
            }
            return SlidingCount.Slot(number: number, count: count)
        }
    }

    private static func ceilings(_ words: ArraySlice<Substring>) -> BrakeCeilings? {
        let numbers = words.compactMap { Int($0) }
        return numbers.count == 3 ? BrakeCeilings(tenMinutes: numbers[0], hour: numbers[1], day: numbers[2]) : nil
    }

    /// A time within bounds that no sum of times leaves.
    private static func time(_ text: Substring) -> Int64? {
        Int64(text).flatMap { (0...(1 << 50)).contains($0) ? $0 : nil }
    }
}
