// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import MailMessage
import MailServerLogs
import OutboundMail
import OutgoingBrake
import ServerAlarms

/// A log of invented lines, and what `OutboundAnalysis` finds in it.
struct OutboundLog {
    static let seed: UInt64 = 42
    /// Monday, 2026-03-02, midnight of Greenwich.
    static let monday = 1_772_409_600
    static let day = 86_400

    private(set) var logs: LogAnalysis
    private(set) var analysis: OutboundAnalysis
    private var parser = LineParser(written: Self.monday + 200 * Self.day, year: 2026)
    private var number = 0

    init(_ own: [ActivitySource] = []) {
        var alarms = AlarmSettings()
        alarms.site = WatchedSite(domains: ["example.com"], networks: ["192.0.2.0/24"])
        for source in own { alarms.own[source] = .standard }
        var options = LogAnalysis.Options()
        options.watched = alarms.site
        options.reasonForReturn = { BounceClass(status: $0, answer: $1).number }
        logs = LogAnalysis(options, seed: Self.seed)
        analysis = OutboundAnalysis(OutboundSettings(alarms: alarms), seed: Self.seed)
    }

    /// The key of a source.
    static func key(_ kind: ActivitySource.Kind, _ name: String) -> UInt64 {
        ActivitySource(kind, name).key(seed: seed)
    }

    /// The queue id of a message that is to come.
    func id(after count: Int = 1) -> String { "A" + String(number + count + 0x10000, radix: 16, uppercase: true) }

    /// Adds a line without its time.
    mutating func add(_ time: Int, _ text: String) {
        let bytes = Array("\(MailDate(secondsSince1970: Int64(time)).rfc3339) mx \(text)".utf8)
        logs.add(bytes.span, &parser)
    }

    /// A message; what becomes of its copies is said for each recipient.
    mutating func send(
        _ time: Int, _ arrival: String, from sender: String = "x@example.com", to recipients: [String],
        original: String? = nil, status: (Int) -> String = { _ in "dsn=2.0.0, status=sent (250 Ok)" },
        verdict: String? = nil
    ) {
        number += 1
        let id = id(after: 0)
        add(time, "postfix/\(arrival.hasPrefix("uid") ? "pickup" : "smtpd")[1]: \(id): \(arrival)")
        if let verdict {
            add(time, "spreud[7]: info message action=accept probability=0.9 queue=\(id) verdict=\(verdict)")
        }
        add(time, "postfix/qmgr[2]: \(id): from=<\(sender)>, size=1000, nrcpt=\(recipients.count) (queue active)")
        let alias = original.map { "orig_to=<\($0)>, " } ?? ""
        for (index, recipient) in recipients.enumerated() {
            add(
                time,
                "postfix/smtp[3]: \(id): to=<\(recipient)>, \(alias)relay=mx.example.net[203.0.113.9]:25, delay=1, delays=0/0/0/1, \(status(index))"
            )
        }
        add(time, "postfix/qmgr[2]: \(id): removed")
    }

    /// A login's mail.
    static func login(_ name: String, from address: String = "198.51.100.7") -> String {
        "client=unknown[\(address)], sasl_method=PLAIN, sasl_username=\(name)"
    }

    /// No such recipient.
    static let unknownUser =
        "dsn=5.1.1, status=bounced (host mx.example.net[203.0.113.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))"

    /// Five weeks in which an account writes to two known people on each working day.
    mutating func usualWeeks(of name: String = "anna") {
        for day in 0..<35 where day % 7 < 5 {
            send(Self.monday + day * Self.day + 36_000, Self.login(name), to: ["b@example.net", "c@example.net"])
            settle()
        }
    }

    /// Takes up what was read so far.
    mutating func settle() {
        analysis.take(logs.takeActivity(), logs.takeDepartures(), sources: logs.sources)
    }

    /// Ends the log, and gives what was found.
    mutating func findings() -> [OutboundFinding] {
        logs.endDepartures()
        settle()
        return analysis.findings
    }
}
