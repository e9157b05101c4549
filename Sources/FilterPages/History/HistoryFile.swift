// SPDX-License-Identifier: Apache-2.0
package import DurableFiles
import Glibc

/// The file in which a filter's counts survive a restart: a line a minute and an hour, of bounded size; no message is named in it.
///
///     # spreud: what the filter did, for its page
///     history 1
///     hour 490123 latency=0,12,... verdict:ham=10 verdict:spam=2 protocol:milter=12 action:tag=12
package enum HistoryFile {
    /// No file that spreud writes is larger.
    private static let maxBytes = 4 << 20
    private static let heading = "# spreud: what the filter did, for its page\nhistory 1\n"

    /// Reads a file.
    ///
    /// - Returns: the history, and how many lines were not what spreud writes.
    /// - Throws: ``DurableFileError``; `EFBIG` for one that is too large, `EBADMSG` for one of another kind.
    package static func read(_ path: String) throws(DurableFileError) -> (history: FilterHistory, unreadLines: Int) {
        let bytes = try ReadableFile.contents(of: path, limit: maxBytes)
        guard let read = parse(String(decoding: bytes, as: UTF8.self)) else {
            throw DurableFileError(path: path, call: "read", errno: EBADMSG)
        }
        return read
    }

    /// Reads the text of a file; nil if it is of another kind.
    package static func parse(_ text: String) -> (history: FilterHistory, unreadLines: Int)? {
        guard text.hasPrefix(heading) else { return nil }
        var byMinute: [Int64: HistoryCounts] = [:]
        var byHour: [Int64: HistoryCounts] = [:]
        var unread = 0
        for line in text.dropFirst(heading.count).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 3, let number = Int64(words[1]), (0...1 << 40).contains(number),
                let counts = counts(words.dropFirst(2))
            else {
                unread += 1
                continue
            }
            switch words[0] {
            case "minute" where byMinute.count < 2 * FilterHistory.minutes: byMinute[number] = counts
            case "hour" where byHour.count < 2 * FilterHistory.hours: byHour[number] = counts
            default: unread += 1
            }
        }
        return (FilterHistory(byMinute: byMinute, byHour: byHour), unread)
    }

    /// Writes a history in place of what was there.
    ///
    /// - Throws: ``DurableFileError`` when the folder is missing or full.
    package static func write(_ history: FilterHistory, to path: String) throws(DurableFileError) {
        try DurableFile.write(Array(text(history).utf8), to: path)
    }

    /// The text of a file.
    package static func text(_ history: FilterHistory) -> String {
        var text = heading
        for (name, counts) in [("minute", history.byMinute), ("hour", history.byHour)] {
            for (number, counts) in counts.sorted(by: { $0.key < $1.key }) {
                text += "\(name) \(number) latency=\(counts.latency.counts.map(String.init).joined(separator: ","))"
                for (kind, values) in [
                    ("verdict", counts.verdicts), ("protocol", counts.protocols), ("action", counts.actions),
                ] {
                    for (name, count) in values.sorted(by: { $0.key < $1.key }) { text += " \(kind):\(name)=\(count)" }
                }
                text += "\n"
            }
        }
        return text
    }

    private static func counts(_ words: ArraySlice<Substring>) -> HistoryCounts? {
        guard let first = words.first, first.hasPrefix("latency="),
            let latency = LatencyCounts(first.dropFirst(8).split(separator: ",").map { Int64($0) ?? -1 })
        else { return nil }
        var named: [Substring: [String: Int64]] = [:]
        for word in words.dropFirst() {
            let parts = word.split(separator: "=")
            let name = parts.first?.split(separator: ":") ?? []
            guard parts.count == 2, name.count == 2, ["verdict", "protocol", "action"].contains(name[0]),
                let count = Int64(parts[1]), (0...LatencyCounts.maxCount).contains(count),
                named[name[0], default: [:]].count < HistoryCounts.maxNames,
                name[1].utf8.allSatisfy({ 0x61...0x7a ~= $0 || $0 == 0x2d })
            else { return nil }
            named[name[0], default: [:]][String(name[1])] = count
        }
        return HistoryCounts(
            verdicts: named["verdict"] ?? [:], protocols: named["protocol"] ?? [:], actions: named["action"] ?? [:],
            latency: latency)
    }
}
