// SPDX-License-Identifier: Apache-2.0
public import MailArchive

/// The order in which messages of several archives are learned: that of time, as far as it is known and of use.
public enum LearningOrder {
    /// The positions of messages in the order to learn them.
    ///
    /// By date; a message without one stays behind its predecessor of the same class. Where most have none, or the
    /// classes' times hardly overlap (ham of years, spam of this month), the classes are interleaved evenly instead: a
    /// learner that saw all ham first would forget it, and no score could tell one class from the other.
    ///
    /// - Parameters:
    ///   - dates: seconds since 1970.
    ///   - classes: as many, in the same order.
    /// - Complexity: O(n log n).
    public static func positions(dates: [Int64?], classes: [MessageClass]) -> [Int] {
        let members = Dictionary(grouping: dates.indices) { classes[$0] }
        let followsTime = 2 * dates.count { $0 != nil } >= dates.count && overlap(dates, members) >= 0.1
        var keys = [Double](repeating: 0, count: dates.count)
        for positions in members.values {
            var last = -Double.infinity
            for (number, position) in positions.enumerated() {
                if followsTime {
                    last = dates[position].map(Double.init) ?? last
                } else {
                    last = (Double(number) + 0.5) / Double(positions.count)
                }
                keys[position] = last
            }
        }
        return dates.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
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
