// SPDX-License-Identifier: Apache-2.0

/// A span of time in which recipients are counted.
package enum BrakeWindow: String, Sendable, CaseIterable {
    case tenMinutes = "ten-minutes"
    case hour
    case day

    /// Its length in seconds.
    package var seconds: Int64 {
        switch self {
        case .tenMinutes: 600
        case .hour: 3_600
        case .day: 86_400
        }
    }

    /// How a sentence says it: "300 recipients in an hour".
    package var words: String {
        switch self {
        case .tenMinutes: "ten minutes"
        case .hour: "an hour"
        case .day: "a day"
        }
    }
}

/// How many external recipients a sender may write to.
package struct BrakeCeilings: Sendable, Hashable {
    /// In ten minutes.
    package var tenMinutes: Int
    /// In an hour.
    package var hour: Int
    /// In a day.
    package var day: Int

    /// What a person who writes mail does not reach, and stolen passwords are worth nothing below.
    package static let standard = BrakeCeilings(tenMinutes: 100, hour: 300, day: 1_000)

    /// Makes ceilings.
    package init(tenMinutes: Int, hour: Int, day: Int) {
        self.tenMinutes = tenMinutes
        self.hour = hour
        self.day = day
    }

    /// The ceiling of a window.
    package subscript(window: BrakeWindow) -> Int {
        get {
            switch window {
            case .tenMinutes: tenMinutes
            case .hour: hour
            case .day: day
            }
        }
        set {
            switch window {
            case .tenMinutes: tenMinutes = newValue
            case .hour: hour = newValue
            case .day: day = newValue
            }
        }
    }

    /// The first window whose ceiling is lower than that of a shorter one, and why that cannot be; nil: there is none.
    package var contradiction: (window: BrakeWindow, problem: String)? {
        for (shorter, window) in zip(BrakeWindow.allCases, BrakeWindow.allCases.dropFirst())
        where self[window] < self[shorter] {
            return (
                window,
                "it is lower (\(self[window])) than '\(shorter.rawValue)' (\(self[shorter])), which would never count"
            )
        }
        return nil
    }
}

/// The ceilings of all senders: the site's, and own ones of some.
package struct CeilingTable: Sendable, Equatable {
    /// Those of a sender without own ones.
    package var common: BrakeCeilings
    /// Own ones.
    package var own: [OutgoingSender: BrakeCeilings]

    /// Makes a table.
    package init(common: BrakeCeilings = .standard, own: [OutgoingSender: BrakeCeilings] = [:]) {
        self.common = common
        self.own = own
    }

    /// Those of a sender.
    package subscript(sender: OutgoingSender) -> BrakeCeilings { own[sender] ?? common }
}
