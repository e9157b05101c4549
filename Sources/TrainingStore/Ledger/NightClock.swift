// SPDX-License-Identifier: Apache-2.0

/// What the clock of a night is worth, beside those of the nights before.
///
/// A machine without a battery begins in 1970 or 2000, a wrong setting may lie years ahead; what a night removes for its age is
/// gone. So a clock counts if it goes on from the last night that counted, or if an earlier night, half a day ago or
/// more, had said the same: a server that was off for two months heals by itself in the second night, and a night that
/// is started twice does not believe itself.
public struct NightClock: Sendable, Equatable {
    /// How long nothing may have run: a holiday and an illness, but no year.
    static let longestPauseSeconds: Int64 = 45 * 86_400
    /// How far back a clock may be set: no more than a time zone.
    static let furthestBackSeconds: Int64 = 86_400
    /// How far two nights lie apart at least that agree.
    static let leastApartSeconds: Int64 = 12 * 3_600

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
        if -furthestBackSeconds...longestPauseSeconds ~= night &- last { return true }
        return doubtful.contains { leastApartSeconds...longestPauseSeconds ~= night &- $0 }
    }
}

extension TrainingStore {
    /// What a clock is worth, by the nights that the ledger remembers.
    public func clock(_ time: Int64) throws(StoreError) -> NightClock {
        NightClock(time, after: try runs(last: Self.mostRuns).map(\.started))
    }
}
