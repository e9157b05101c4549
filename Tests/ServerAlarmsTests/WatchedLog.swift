// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import OutgoingBrake
import ServerAlarms

/// A log of invented lines that is watched, and what was found in it.
struct WatchedLog {
    static let seed: UInt64 = 42
    /// Monday, 2026-03-02, midnight of Greenwich.
    static let monday = 1_772_409_600
    static let day = 86_400

    var analysis: LogAnalysis
    var watch: AlarmWatch
    var findings: [Finding] = []
    private var parser = LineParser(written: Self.monday + 200 * Self.day, year: 2026)
    private var number = 0

    init(_ settings: AlarmSettings = .forTests, history: SiteHistory = SiteHistory()) {
        var options = LogAnalysis.Options()
        options.watched = settings.site
        analysis = LogAnalysis(options, seed: Self.seed)
        watch = AlarmWatch(settings, history: history, seed: Self.seed)
    }

    /// The key of a source.
    static func key(_ kind: ActivitySource.Kind, _ name: String) -> UInt64 {
        ActivitySource(kind, name).key(seed: seed)
    }

    /// Adds a line without its time.
    mutating func add(_ time: Int, _ text: String) {
        let bytes = Array("<22>1 \(MailDate(secondsSince1970: Int64(time)).rfc3339) mx \(text)".dropFirst(6).utf8)
        analysis.add(bytes.span, &parser)
    }

    /// Takes up what was added.
    mutating func settle() { findings += watch.take(analysis.takeActivity(), waiting: analysis.waiting) }

    /// A message of one source to some recipients.
    mutating func send(_ time: Int, _ arrival: String, to recipients: [String], status: String = "sent (250 Ok)") {
        number += 1
        let id = "A" + String(number + 0x10000, radix: 16, uppercase: true)
        add(time, "postfix/smtpd[1]: \(id): \(arrival)")
        add(time, "postfix/qmgr[2]: \(id): from=<x@example.com>, size=1000, nrcpt=\(recipients.count) (queue active)")
        for recipient in recipients {
            add(
                time,
                "postfix/smtp[3]: \(id): to=<\(recipient)>, relay=mx.example.net[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=\(status)"
            )
        }
        add(time, "postfix/qmgr[2]: \(id): removed")
        settle()
    }

    /// The client and account of a login's message.
    static func login(_ name: String, from address: String = "198.51.100.7") -> String {
        "client=unknown[\(address)], sasl_method=PLAIN, sasl_username=\(name)"
    }

    /// Some weeks in which an account writes to two known people on each working day.
    mutating func usualWeeks(_ weeks: Int = 4, of name: String = "anna") {
        for day in 0..<weeks * 7 where day % 7 < 5 {
            let time = Self.monday + day * Self.day + 36_000
            send(time, Self.login(name), to: ["b@example.net", "c@example.net"])
        }
    }
}

extension AlarmSettings {
    static var forTests: AlarmSettings {
        var settings = AlarmSettings()
        settings.site = WatchedSite(domains: ["example.com", ".example.org"], networks: ["192.0.2.0/24"])
        return settings
    }
}
