// SPDX-License-Identifier: Apache-2.0

/// A span of time as people write it: `24h`, `180d`, `26w`, `2y`, or `0`.
public struct TimeSpan: Sendable, Comparable {
    /// Its seconds.
    public let seconds: Int64

    /// Reads a span; nil if it is none.
    public init?(_ text: String) {
        if text == "0" {
            seconds = 0
            return
        }
        let units: [Character: Int64] = ["h": 3_600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400]
        guard let unit = text.last, let length = units[unit], let number = Int64(text.dropLast()),
            (0...100_000).contains(number)
        else { return nil }
        seconds = number * length
    }

    /// A span of so many days.
    public init(days: Int64) { seconds = days * 86_400 }

    /// Whether one is shorter than another.
    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.seconds < right.seconds }
}
