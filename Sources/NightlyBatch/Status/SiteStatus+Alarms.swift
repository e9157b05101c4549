// SPDX-License-Identifier: Apache-2.0
import ServerAlarms

extension SiteStatus {
    /// Minutes after which counters that are written every minute are old.
    package static let watchMinutes = 30

    /// Looks at the alarms over the mail server's logs: whether there is any, and whether somebody watches.
    mutating func lookAtAlarms(_ settings: AlarmSettings, now: Int64) {
        do throws(AlarmFileError) {
            let open = try IncidentFile(folder: settings.folder).read().open.count
            count("openIncidents", open, of: .alarms, warning: 1)
            if open > 0 { add(.warning, .incidents(open), of: .alarms) }
        } catch {
            add(.unknown, .problem(error.description), of: .alarms)
        }
        guard let written = WatchState.lastWritten(folder: settings.folder) else {
            return add(.warning, .neverWatched, of: .alarms)
        }
        let minutes = max(0, Int(now) - written) / 60
        if minutes >= Self.watchMinutes { add(.warning, .unwatched(minutes: minutes), of: .alarms) }
    }
}
