// SPDX-License-Identifier: Apache-2.0
import OutgoingBrake

/// Rules on one source, asked whenever something of it was counted: counters and settings in, findings out.
struct SourceRules {
    let settings: AlarmSettings

    /// The first ceiling that is reached, by the shortest window.
    func ceiling(_ record: SourceRecord, _ ceilings: BrakeCeilings, at time: Int) -> (BrakeWindow, Int, Int)? {
        for window in BrakeWindow.allCases {
            let count = record.total(in: window, at: time)
            if count >= ceilings[window] { return (window, count, ceilings[window]) }
        }
        return nil
    }

    /// New recipients of the last 24 hours and their limit, where they are too many.
    ///
    /// - Parameter local: the time in the machine's zone, in seconds.
    func newRecipients(_ record: SourceRecord, local: Int) -> (count: Int, limit: Int)? {
        let count = record.newRecipients.lastDay(at: local)
        guard count >= settings.newRecipients else { return nil }
        // Yesterday counts among the 24 hours, so it cannot be the measure of them.
        let limit = max(settings.newRecipients, 3 * record.newRecipients.peak(before: local / 86_400 - 1))
        return count >= limit ? (count, limit) : nil
    }

    /// How many people that are new to the account get mail from a network that is new to it, where they are too many.
    ///
    /// Who travels writes mostly to people that they know: at least half must be new.
    func foreign(_ record: SourceRecord) -> Int? {
        guard let foreign = record.foreign, foreign.newRecipients >= settings.foreignRecipients,
            2 * foreign.newRecipients >= foreign.recipients
        else { return nil }
        return foreign.newRecipients
    }
}
