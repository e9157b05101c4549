// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Turns log lines, in order of time, into tables.
///
/// Its memory is bounded: tables have limits, and so has the number of messages that are followed at once.
package struct LogAnalysis: Sendable {
    /// What a site says of itself.
    package struct Options: Sendable {
        /// Addresses that get a copy of all mail (`always_bcc`): their copies are counted apart.
        package var archiveAddresses: [String] = []
        /// The most messages that are followed at once.
        package var maxMessages = 200_000
        /// The most recipients of these messages together.
        package var maxRecipients = 2_000_000
        /// What is watched for alarms; nil: nothing.
        package var watched: WatchedSite?
        /// What of transport is followed; nil: nothing.
        package var transport: TransportWatch?
        /// Numbers the reason for which a copy went back, by status code and answer; nil: departures are not followed.
        package var reasonForReturn: (@Sendable (_ status: String, _ answer: String) -> UInt8)?
        /// Whether the mail of other servers is followed one by one (``takeReceived()``).
        package var followsReceived = false

        /// Makes the defaults.
        package init() {}
    }

    /// The tables, without the messages that are not finished yet.
    package internal(set) var tables = LogTables()
    /// Hosts and programs.
    package internal(set) var names = LogNames()
    /// Whether messages were given up because too many were followed.
    package internal(set) var wasFull = false
    /// Recipients of messages that have more than are followed.
    package internal(set) var recipientsLeftOut = 0

    var messages: MessageTable
    var event = LogEvent()
    /// The latest time of all lines.
    var now = 0
    /// Addresses are hashed with it.
    let seed: UInt64
    let archives: Set<UInt64>
    /// Hosts and instances: each has queue ids of its own.
    var realms: [UInt64] = []
    /// What happened since it was last taken, and who is in it.
    var activity = ActivityLog()
    let watched: WatchedDomains?
    var transport: TransportState?
    let reasonForReturn: (@Sendable (_ status: String, _ answer: String) -> UInt8)?
    /// Messages for the outside that are known as a whole, since they were last taken.
    var departures: [Departure] = []
    /// The mail of other servers; nil: it is not followed.
    var received: ReceivedState?

    /// The sessions of smtpd, by host and process.
    var sessions: [UInt64: Session] = [:]

    /// Queue ids that another server gave and that are in no log yet, hashed.
    var unresolved: [UInt64: UnresolvedHop] = [:]

    /// A copy that went on under a queue id that is not known yet: another host's line of the same second may come later.
    struct UnresolvedHop {
        var message: UInt64
        var target: UInt64
        var time: Int
    }

    struct Session {
        var start: Int
        var hasTLS = false
        /// What the client called itself, where a rule's line says so and mail is followed.
        var helo = ""
    }

    /// - Parameter seed: what addresses and ids are hashed with; that of an earlier run to go on with its messages.
    package init(_ options: Options = Options(), seed: UInt64) {
        self.seed = seed
        watched = options.watched.map(WatchedDomains.init)
        transport = options.transport.map(TransportState.init)
        reasonForReturn = options.reasonForReturn
        received = options.followsReceived ? ReceivedState() : nil
        messages = MessageTable(limit: options.maxMessages, recipientLimit: options.maxRecipients)
        archives = Set(
            options.archiveAddresses.map { address in
                let bytes = Array(address.utf8)
                return bytes.span.hash(0..<bytes.count, seed: seed, foldsCase: true)
            })
    }

    /// Adds a line.
    package mutating func add(_ line: Span<UInt8>, _ parser: inout LineParser) {
        guard let parsed = parser.parse(line, &names) else {
            noteUnreadable(line)
            return
        }
        add(line, parsed, parser)
    }

    /// Adds a line whose head has been read.
    package mutating func add(_ line: Span<UInt8>, _ parsed: LogLine, _ parser: borrowing LineParser) {
        tables.lines.total += 1
        tables.lines.bytes += line.count + 1
        if parsed.isUnescaped {
            let text = parser.unescaped
            add(text: text.span.extracting(parsed.text), parsed)
        } else {
            add(text: line.extracting(parsed.text), parsed)
        }
    }

    /// Notes a line that is no log line; empty ones and comments are nothing.
    package mutating func noteUnreadable(_ line: Span<UInt8>) {
        if line.isEmpty || line[0] == UInt8(ascii: "#") || line.has("-- ", at: 0) { return }
        tables.lines.total += 1
        tables.lines.bytes += line.count + 1
        tables.lines.unreadable += 1
    }

    /// Notes that a line was longer than is read.
    package mutating func noteCut() { tables.lines.cut += 1 }

    private mutating func add(text: Span<UInt8>, _ line: LogLine) {
        let server = names.servers[line.program]
        tables.lines.byServer[Int(server.rawValue)] += 1
        noteTime(line.time)
        guard server != .other else { return addOther(text, line) }
        // rsyslog's `message repeated 3 times: [ text]`.
        if text.has("message repeated ", at: 0), let open = text.find(": [ ", from: 0, before: min(text.count, 40)) {
            let repeated = text.extracting(open + 4..<max(open + 4, text.count - 1))
            let times = text.number(at: 17, before: open)?.value ?? 1
            for _ in 0..<min(max(times, 1), Self.maxRepetitions) { read(repeated, line, server) }
            return
        }
        read(text, line, server)
    }

    /// More in one line is no log of a server's.
    private static let maxRepetitions = 1_000

    @inline(__always)
    private mutating func noteTime(_ time: Int) {
        if tables.first == nil || time < tables.first ?? time { tables.first = time }
        if tables.last == nil || time > tables.last ?? time { tables.last = time }
        if time != now {
            now = time
            sweep()
        }
    }

    private mutating func read(_ text: Span<UInt8>, _ line: LogLine, _ server: MailServer) {
        EventReader.read(text, by: server, into: &event)
        switch event.kind {
        case .unknown:
            tables.lines.unknown += 1
            noteTemplate(text, 0..<min(text.count, 400), line.program, .unknown)
        case .warning:
            if followsDepartures { noteScript(text, line) }
            noteTemplate(text, event[.text] ?? 0..<min(text.count, 400), line.program, .warning)
        case .notice: break
        case .arrival, .messageID, .queued, .delivery, .expired, .removed, .notification:
            noteMessage(text, line)
        case .rule:
            if followsDepartures { noteScript(text, line) }
            noteRule(text, line)
        case .verdict: noteVerdict(text, line)
        default: noteConnection(text, line)
        }
    }

    private mutating func addOther(_ text: Span<UInt8>, _ line: LogLine) {
        let daemon = names.programs[line.program].daemon
        let number = tables.otherDaemons.number(UInt64(truncatingIfNeeded: line.program)) { daemon }
        tables.otherDaemons.values[number] += 1
        if daemon.hasPrefix("rsyslogd") || daemon == "systemd-journald" || daemon == "imuxsock" {
            let isLoss =
                text.find("uppressed ", from: 0, before: text.count) != nil
                || text.find(" lost ", from: 0, before: text.count) != nil
                || text.find("messages lost", from: 0, before: text.count) != nil
            if isLoss { tables.lines.suppressions += 1 }
        }
    }

    /// Counts a line by what is the same in all of its kind.
    private mutating func noteTemplate(
        _ text: Span<UInt8>, _ range: Range<Int>, _ program: Int, _ kind: LineTemplate.Kind
    ) {
        let table = kind == .warning ? \LogTables.warnings : \LogTables.unknown
        let name = names.programs[program].daemon + ": " + LineTemplate.make(text, range, kind)
        let number = tables[keyPath: table].number(name)
        tables[keyPath: table].values[number] += 1
    }

    private mutating func noteVerdict(_ text: Span<UInt8>, _ line: LogLine) {
        if followsDepartures { noteDepartureVerdict(text) }
        if received != nil { noteReceivedVerdict(text) }
        let name = "\(event.text(.verdict, in: text) ?? "?"), \(event.text(.action, in: text) ?? "?")"
        let number = tables.verdicts.number(String(name.prefix(60)))
        tables.verdicts.values[number] += 1
    }
}
