// SPDX-License-Identifier: Apache-2.0
import DurableFiles
public import MailFeatures

/// The order in which messages of several archives are learned: that of time, as far as it is known and of use.
public enum LearningOrder {
    /// The positions of messages in the order to learn them.
    ///
    /// By date; a message without one takes a place among its class by its content. Where most have none, or the classes'
    /// times hardly overlap (ham of years, spam of this month), the classes are interleaved evenly instead: a learner that
    /// saw all ham first would forget it, and no score could tell one class from the other.
    ///
    /// Messages of the same second are ordered by content, too: what is learned depends on the messages and their classes
    /// alone, not on the archives that they lie in or the order in which a store came to know them.
    ///
    /// - Parameters:
    ///   - dates: seconds since 1970.
    ///   - classes: as many, in the same order.
    ///   - content: a digest of what a message is, by its position; without it that is the position. Asked only where dates
    ///     do not decide.
    /// - Complexity: O(n log n).
    public static func positions(
        dates: [Int64?], classes: [MessageClass], content: (Int) -> UInt64 = { UInt64($0) }
    ) -> [Int] {
        let members = Dictionary(grouping: dates.indices) { classes[$0] }
        let followsTime = 2 * dates.count { $0 != nil } >= dates.count && overlap(dates, members) >= 0.1
        var contents: [Int: UInt64] = [:]
        func digest(_ position: Int) -> UInt64 {
            if let known = contents[position] { return known }
            let digest = content(position)
            contents[position] = digest
            return digest
        }
        var keys = [Double](repeating: 0, count: dates.count)
        func isBefore(_ left: Int, _ right: Int) -> Bool {
            if keys[left] != keys[right] { return keys[left] < keys[right] }
            let (a, b) = (digest(left), digest(right))
            return a != b ? a < b : (classes[left].rawValue, left) < (classes[right].rawValue, right)
        }
        for positions in members.values {
            let known = positions.compactMap { dates[$0] }.sorted()
            for position in positions {
                let share = dates[position] == nil ? Double(digest(position)) / 0x1p64 : 0
                keys[position] = Double(
                    dates[position]
                        ?? (known.isEmpty ? 0 : known[min(known.count - 1, Int(share * Double(known.count)))]))
            }
            guard !followsTime else { continue }
            let ordered = positions.sorted(by: isBefore)
            for (number, position) in ordered.enumerated() {
                keys[position] = (Double(number) + 0.5) / Double(positions.count)
            }
        }
        return dates.indices.sorted(by: isBefore)
    }

    /// The digest by which messages of the same second are ordered: of the hashes of some views.
    public static func content(_ features: FeatureVector, of views: FeatureViews) -> UInt64 {
        var hash = XXH64()
        for view in FeatureView.allCases where views.contains(view) {
            features.withView(view) { hashes in
                withUnsafeBytes(of: UInt32(hashes.count).littleEndian) { hash.update($0) }
                hash.update(UnsafeRawBufferPointer(hashes))
            }
        }
        return hash.finish()
    }

    /// The share of messages within the time that all classes have in common, of the class where it is smallest.
    private static func overlap(_ dates: [Int64?], _ members: [MessageClass: [Int]]) -> Double {
        let times = members.values.map { positions in positions.compactMap { dates[$0] } }
        guard let first = times.map({ $0.min() ?? .max }).max(), let last = times.map({ $0.max() ?? .min }).min() else {
            return 0
        }
        return times.map { times in
            Double(times.count { $0 >= first && $0 <= last }) / Double(max(1, times.count))
        }.min() ?? 0
    }
}
