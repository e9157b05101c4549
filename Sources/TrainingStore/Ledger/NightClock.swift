// SPDX-License-Identifier: Apache-2.0

/// How far the clock of a night can be trusted, given those of earlier nights.
///
/// A machine without a battery starts in 1970 or 2000, and a wrong setting may be years ahead; what a night removes by
/// age is gone. So a clock counts if it continues from the last night that counted, or if an earlier night, at least
/// half a day ago, agreed: a server that was off for two months recovers by itself in the second night, and a night
/// that is started twice does not confirm itself.
public struct NightClock: Sendable, Equatable {
    /// The longest pause between nights: a holiday and an illness, but not a year.
    static let maxPauseSeconds: Int64 = 45 * 86_400
    /// How far back a clock may be set: no more than a time zone.
    static let maxBackSeconds: Int64 = 86_400
    /// The least time between two nights that agree.
    static let minApartSeconds: Int64 = 12 * 3_600

    /// The time to work with, in seconds since 1970: never before the last night that counted, for what is seen now cannot have
    /// been seen before.
    public let now: Int64
    /// Whether what is too old may be removed.
    public let isTrusted: Bool
    /// When the last night that counted began.
    public let lastNight: Int64?

    /// Judges a clock.
    ///
    /// - Parameter nights: when the nights before began, in their order.
    public init(_ clock: Int64, after nights: [Int64]) {
        var last: Int64?
        var doubtful: [Int64] = []
        for night in nights {
            if Self.counts(night, after: last, doubtful) {
                (last, doubtful) = (night, [])
            } else {
                doubtful.append(night)
            }
        }
        isTrusted = Self.counts(clock, after: last, doubtful)
        now = isTrusted ? clock : max(clock, last ?? clock)
        lastNight = last
    }

    private static func counts(_ night: Int64, after last: Int64?, _ doubtful: [Int64]) -> Bool {
        guard let last else { return true }
        if -maxBackSeconds...maxPauseSeconds ~= night &- last { return true }
        return doubtful.contains { minApartSeconds...maxPauseSeconds ~= night &- $0 }
    }
}

extension TrainingStore {
    /// What a clock is worth, by the nights that the ledger remembers.
    public func clock(_ time: Int64) throws(StoreError) -> NightClock {
        NightClock(time, after: try runs(last: Self.maxRuns).map(\.started))
    }
}
