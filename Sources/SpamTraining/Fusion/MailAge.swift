// SPDX-License-Identifier: Apache-2.0

/// How old messages are beside the newest, in days: what was wanted twenty years ago says little of today's mail.
///
/// No date counts alone, for the sender writes it: messages are taken in blocks, in the order in which they are learned, and all
/// of a block are as old as its median.
enum MailAge {
    /// A message counts in full for so many days, and as long it tells how good the experts are.
    static let limit = 3_000.0
    /// In so many days more it counts half of it.
    private static let halfLife = 1_000.0
    private static let blockCount = 50

    /// The days before the newest block, by message; 0 where no date is known.
    static func days(_ dates: [Int64?]) -> [Double] {
        let starts = stride(from: dates.count, to: 0, by: -blockCount)
        let blocks = starts.map { end in max(0, end - blockCount)..<end }
        let medians = blocks.map { median(dates[$0].compactMap { $0 }) }
        guard let newest = medians.lazy.compactMap({ $0 }).first else { return dates.map { _ in 0 } }
        var days = [Double](repeating: 0, count: dates.count)
        for case (let block, let median?) in zip(blocks, medians) {
            for index in block { days[index] = max(0, (Double(newest) - Double(median)) / 86_400) }
        }
        return days
    }

    /// How often a message of an age is halved.
    static func halvings(days: Double) -> Double { max(0, days - limit) / halfLife }

    private static func median(_ dates: [Int64]) -> Int64? {
        dates.isEmpty ? nil : dates.sorted()[dates.count / 2]
    }
}
