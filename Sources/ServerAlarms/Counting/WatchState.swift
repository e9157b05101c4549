// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import Glibc
package import MailServerLogs
import OutgoingBrake

/// What a watch leaves for the next: counters, and how far the logs were read, in one file, so that they always agree.
///
/// A text file, `counters` in the alarms' folder, for its owner alone. Sources and networks are keyed hashes, no name is in it:
///
///     spreu-watch 1 FIRST-DAY LAST-RECEIVED LAST-SUMMARY
///     site SERIES HOURS DAYS
///     totals SERIES MONTHS
///     source KEY FIRST-DAY RECIPIENTS NEW MESSAGES FAILURES WINDOWS NETWORKS FOREIGN
///     network KEY DAY USERS
///     failures ADDRESS TIME COUNT
///     sketch FORTNIGHT BITS
///     logs
///     (the state of `spreu logs`)
package struct WatchState: Sendable {
    /// Counters.
    package var history = SiteHistory()
    /// How far logs were read, and the messages under way; its seed is that of all hashes.
    package var logs = LogState()
    /// The week of the last summary, as weeks since 1970.
    package var lastSummary: Int?

    static let magic = "spreu-watch 1"
    private static let maxBytes = 512 << 20

    /// Makes an empty state with a seed of its own.
    package init() {}

    /// The file in an alarms' folder.
    package static func path(folder: String) -> String { folder + "/counters" }

    /// Reads the state; nil where there is none.
    package static func read(folder: String) throws(AlarmFileError) -> WatchState? {
        let path = path(folder: folder)
        guard FileStatus(path) != nil else { return nil }
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: maxBytes)
        } catch {
            throw AlarmFileError(path: path, problem: .unreadable(error.reason))
        }
        var state = WatchState()
        var number = 0
        let text = String(decoding: bytes, as: UTF8.self)
        var rest = text.utf8[...]
        while let end = rest.firstIndex(of: 0x0A) {
            number += 1
            let words = rest[..<end].split(separator: 0x20).map { Substring($0) }
            rest = rest[rest.index(after: end)...]
            if words == ["logs"] {
                do throws(LogState.Problem) {
                    state.logs = try LogState(Substring(rest), path: path, after: number)
                } catch {
                    throw AlarmFileError(path: path, problem: .damaged(line: error.line ?? number))
                }
                return state
            }
            guard state.read(words, isFirst: number == 1) else {
                throw AlarmFileError(path: path, problem: .damaged(line: number))
            }
        }
        throw AlarmFileError(path: path, problem: .damaged(line: number))
    }

    /// When a state was last written, in seconds since 1970; nil: never.
    package static func lastWritten(folder: String) -> Int? {
        FileStatus(path(folder: folder)).map { Int($0.modified.seconds) }
    }

    /// Moves a state that cannot be used aside, so that another can begin; returns where it is now.
    package static func setAside(folder: String) -> String? {
        let path = path(folder: folder)
        guard let bytes = try? ReadableFile.contents(of: path, limit: maxBytes) else { return nil }
        let aside = path + ".damaged"
        guard (try? DurableFile.write(bytes, to: aside)) != nil, unlink(path) == 0 else { return nil }
        return aside
    }

    /// Writes the state, for its owner alone.
    package func write(folder: String) throws(AlarmFileError) {
        try AlarmFolder.make(folder)
        var text = Self.magic
        text += " \(history.firstDay ?? -1) \(history.lastReceived ?? -1) \(lastSummary ?? -1)\n"
        for series in SiteSeries.all {
            if let counts = history.site[series], !counts.isEmpty {
                text += "site \(series.word) \(Self.word(counts))\n"
            }
        }
        for series in SiteSeries.all {
            if let months = history.totals.counts[series], !months.isEmpty {
                let words = months.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
                text += "totals \(series.word) \(words.joined(separator: ","))\n"
            }
        }
        for (key, record) in history.sources.sorted(by: { $0.key < $1.key }) {
            text += "source \(String(key, radix: 16)) \(Self.word(record))\n"
        }
        for (key, entry) in history.networks.sorted(by: { $0.key < $1.key }) {
            let users = entry.users.sorted().map { String($0, radix: 16) }.joined(separator: ",")
            text += "network \(String(key, radix: 16)) \(entry.day) \(users.isEmpty ? "-" : users)\n"
        }
        for (key, entry) in history.failures.sorted(by: { $0.key < $1.key }) {
            text += "failures \(String(key, radix: 16)) \(entry.time) \(entry.count)\n"
        }
        for filter in history.sketch.filters {
            let bytes = filter.bits.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
            }
            text += "sketch \(filter.period) \(Data(bytes).base64EncodedString())\n"
        }
        try AlarmFolder.write(Array((text + "logs\n" + logs.text().text).utf8), to: Self.path(folder: folder))
    }

    // MARK: words

    private static func word(_ entries: [CountSeries.Entry]) -> String {
        entries.isEmpty ? "-" : entries.map { "\($0.number):\($0.count)" }.joined(separator: ",")
    }

    private static func word(_ series: CountSeries) -> String { word(series.hours) + " " + word(series.days) }

    private static func word(_ record: SourceRecord) -> String {
        var words = [String(record.firstDay)]
        words += [record.recipients, record.newRecipients, record.messages, record.failures].map { word($0) }
        words += record.windows.map { window in
            window.slots.isEmpty ? "-" : window.slots.map { "\($0.number):\($0.count)" }.joined(separator: ",")
        }
        let networks = record.networks.sorted { $0.key < $1.key }
        words.append(
            networks.isEmpty ? "-" : networks.map { "\(String($0.key, radix: 16)):\($0.value)" }.joined(separator: ","))
        words.append(
            record.foreign.map { "\(String($0.network, radix: 16)):\($0.since):\($0.recipients):\($0.newRecipients)" }
                ?? "-")
        return words.joined(separator: " ")
    }

    private mutating func read(_ words: [Substring], isFirst: Bool) -> Bool {
        if isFirst {
            guard words.count == 5, words[0] + " " + words[1] == Self.magic, let first = Int(words[2]),
                let last = Int(words[3]), let summary = Int(words[4])
            else { return false }
            history.firstDay = first < 0 ? nil : first
            history.lastReceived = last < 0 ? nil : last
            lastSummary = summary < 0 ? nil : summary
            return true
        }
        switch (words.first, words.count) {
        case ("site", 4):
            guard let series = SiteSeries.all.first(where: { $0.word == words[1] }),
                let counts = Self.series(words[2], words[3])
            else { return false }
            history.site[series] = counts
            return true
        case ("totals", 3):
            guard let series = SiteSeries.all.first(where: { $0.word == words[1] }), let months = Self.pairs(words[2])
            else { return false }
            return history.totals.restore(series, months)
        case ("source", 16):
            guard let key = UInt64(words[1], radix: 16), let record = Self.record(words[2...]) else { return false }
            history.sources[key] = record
            return true
        case ("network", 4):
            guard let key = UInt64(words[1], radix: 16), let day = Int(words[2]), Self.isDay(day) else { return false }
            let users = words[3].split(separator: ",").compactMap { UInt64($0, radix: 16) }
            history.networks[key] = (Set(users.prefix(SiteHistory.usersOfCommonNetwork)), day)
            return true
        case ("failures", 4):
            guard let key = UInt64(words[1], radix: 16), let time = Int(words[2]), let count = Int(words[3]),
                1...CountSeries.maxCount ~= count, Self.isTime(time)
            else { return false }
            history.failures[key] = (time, count)
            return true
        case ("sketch", 3):
            guard let period = Int(words[1]), let data = Data(base64Encoded: String(words[2])) else { return false }
            let bytes = Array(data)
            let bits = stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
                (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64($1 * 8) }
            }
            return history.sketch.restore(period: period, bits: bits)
        default: return false
        }
    }

    /// To the year 9999: sums and differences of such times stay far from overflowing.
    private static func isTime(_ time: Int) -> Bool { 0...253_402_300_799 ~= time }
    private static func isDay(_ day: Int) -> Bool { 0...2_932_896 ~= day }

    private static func pairs(_ word: Substring) -> [(Int, Int)]? {
        if word == "-" { return [] }
        var pairs: [(Int, Int)] = []
        for part in word.split(separator: ",") {
            let numbers = part.split(separator: ":").compactMap { Int($0) }
            guard numbers.count == 2 else { return nil }
            pairs.append((numbers[0], numbers[1]))
        }
        return pairs
    }

    private static func series(_ hours: Substring, _ days: Substring) -> CountSeries? {
        guard let hours = pairs(hours), let days = pairs(days) else { return nil }
        return CountSeries(
            hours: hours.map { CountSeries.Entry(number: $0.0, count: $0.1) },
            days: days.map { CountSeries.Entry(number: $0.0, count: $0.1) })
    }

    private static func record(_ all: ArraySlice<Substring>) -> SourceRecord? {
        let words = Array(all)
        guard words.count == 14, let first = Int(words[0]), isDay(first), let recipients = series(words[1], words[2]),
            let newRecipients = series(words[3], words[4]), let messages = series(words[5], words[6]),
            let failures = series(words[7], words[8])
        else { return nil }
        var record = SourceRecord(firstDay: first)
        (record.recipients, record.newRecipients) = (recipients, newRecipients)
        (record.messages, record.failures) = (messages, failures)
        for index in record.windows.indices {
            guard let slots = pairs(words[9 + index]),
                let window = SlidingCount(slots: slots.map { SlidingCount.Slot(number: Int64($0.0), count: $0.1) })
            else { return nil }
            record.windows[index] = window
        }
        if words[12] != "-" {
            for part in words[12].split(separator: ",").prefix(SourceRecord.maxNetworks) {
                let values = part.split(separator: ":")
                guard values.count == 2, let key = UInt64(values[0], radix: 16), let day = Int(values[1]), isDay(day)
                else {
                    return nil
                }
                record.networks[key] = day
            }
        }
        if words[13] != "-" {
            let values = words[13].split(separator: ":")
            guard values.count == 4, let network = UInt64(values[0], radix: 16), let since = Int(values[1]),
                isTime(since),
                let all = Int(values[2]), let new = Int(values[3]), 0...CountSeries.maxCount ~= all, 0...all ~= new
            else { return nil }
            record.foreign = SourceRecord.Foreign(network: network, since: since, recipients: all, newRecipients: new)
        }
        return record
    }
}
