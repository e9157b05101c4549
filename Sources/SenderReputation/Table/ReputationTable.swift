// SPDX-License-Identifier: Apache-2.0

/// What a site's labelled mail says of those who sent it, by name.
///
/// Memory is bounded: of each kind the first ``maxNames`` names are told apart, each with all that it sent, and later ones not at
/// all, so that none is judged by half of its mail. The first ``maxMessages`` messages are remembered one by one, for what a list
/// would have hit.
package struct ReputationTable: Sendable {
    /// Names of a kind that are told apart.
    package static let maxNames = 300_000
    /// Messages that are remembered one by one.
    package static let maxMessages = 1_000_000

    /// A message that is remembered.
    package struct Remembered: Sendable {
        /// When it was received; nil: nobody says.
        package var date: Int64?
        /// Who or what says what it is.
        package var testimony: Testimony
        /// Its names: of which kind, which number.
        package var names: [NameNumber]
        /// Its hosts: as what, which number.
        var hosts: [HostNumber]
    }

    /// The number of a name within its kind, and whether the message proved that the name is its sender's.
    package struct NameNumber: Sendable, Hashable {
        /// Of which kind.
        package var kind: SenderNameKind
        /// Which.
        package var number: Int32
        var isShared: Bool
        var isProven: Bool
    }

    /// The number of a host, and as what a message names it.
    struct HostNumber: Sendable, Hashable {
        var kind: SenderNameKind
        var number: Int32
    }

    /// The names of one kind.
    package struct Names: Sendable {
        /// The names by number.
        package fileprivate(set) var texts: [String] = []
        /// What is known of each.
        package fileprivate(set) var records: [NameRecord] = []
        /// How many messages had a name beyond the limit.
        package fileprivate(set) var overflow = 0
        fileprivate var numbers: [String: Int32] = [:]
    }

    /// Nothing that is dated later counts.
    package let asOf: Int64
    private var names = [Names](repeating: Names(), count: SenderNameKind.allCases.count)
    private var hosts = Names()
    private var identities: Set<UInt64> = []
    /// Messages that are remembered.
    package private(set) var messages: [Remembered] = []
    /// Messages that count, by class.
    package private(set) var spam = 0
    /// See ``spam``.
    package private(set) var ham = 0
    /// Messages of the mail server's logs that the filter judged, by what it called them; labelled ones may be among them.
    package private(set) var calledSpam = 0
    /// See ``calledSpam``.
    package private(set) var passed = 0
    /// Refusals in the logs, before there was a verdict.
    package private(set) var refused = 0
    /// When the first and the last of these came.
    package private(set) var firstJudged: Int64?
    /// See ``firstJudged``.
    package private(set) var lastJudged: Int64?
    /// Copies of messages that count already.
    package private(set) var repeated = 0
    /// Messages without a label.
    package private(set) var unlabelled = 0
    /// Messages dated after ``asOf``.
    package private(set) var later = 0
    /// Messages that count and have no date.
    package private(set) var undated = 0
    /// Messages of which nothing surely tells the client.
    package private(set) var withoutClient = 0
    /// Messages that count, whose client sends for very many.
    package private(set) var fromShared = 0
    /// Messages that count and are not remembered.
    package private(set) var forgotten = 0
    /// When the first and the last message that counts came.
    package private(set) var first: Int64?
    /// See ``first``.
    package private(set) var last: Int64?
    /// Whether a site's own server said something of any sender.
    package private(set) var hasProof = false
    private let nameLimit: Int

    /// Makes an empty table.
    package init(asOf: Int64, maxNames: Int = maxNames) {
        self.asOf = asOf
        nameLimit = maxNames
    }

    /// A clock may be a day ahead.
    private static let clockTolerance: Int64 = 86_400

    /// Takes what a message shows into account.
    package mutating func take(_ sighting: SenderSighting) {
        guard let testimony = sighting.testimony else {
            unlabelled += 1
            return
        }
        if let date = sighting.date, date > asOf + Self.clockTolerance {
            later += 1
            return
        }
        if let identity = sighting.identity, identities.count < Self.maxMessages {
            guard identities.insert(identity).inserted else {
                repeated += 1
                return
            }
        }
        count(sighting, testimony)
        var numbers: [NameNumber] = []
        numbers.reserveCapacity(sighting.names.count)
        for name in sighting.names {
            guard let number = number(of: name) else { continue }
            if name.isProven { hasProof = true }
            names[Int(name.kind.rawValue)].records[Int(number)].take(
                testimony, date: sighting.date, isShared: name.isShared, isProven: name.isProven)
            numbers.append(
                NameNumber(kind: name.kind, number: number, isShared: name.isShared, isProven: name.isProven))
        }
        // A refusal is no evidence: nothing is made of it that a list could hit.
        if testimony == .refusal { return }
        if messages.count < Self.maxMessages {
            let hosts = sighting.hosts.compactMap { host in
                number(ofHost: host.text).map { HostNumber(kind: host.kind, number: $0) }
            }
            messages.append(Remembered(date: sighting.date, testimony: testimony, names: numbers, hosts: hosts))
        } else {
            forgotten += 1
        }
    }

    /// Counts a message that is no copy.
    private mutating func count(_ sighting: SenderSighting, _ testimony: Testimony) {
        switch testimony {
        case .label(let label):
            if label.isSpam { spam += 1 } else { ham += 1 }
        case .verdict(let isSpam):
            if isSpam { calledSpam += 1 } else { passed += 1 }
        case .refusal: refused += 1
        }
        guard case .label = testimony else {
            if let date = sighting.date {
                firstJudged = min(firstJudged ?? date, date)
                lastJudged = max(lastJudged ?? date, date)
            }
            return
        }
        if let date = sighting.date {
            first = min(first ?? date, date)
            last = max(last ?? date, date)
        } else {
            undated += 1
        }
        let client = sighting.names.first { $0.kind == .address }
        if client == nil { withoutClient += 1 }
        if client?.isShared == true { fromShared += 1 }
    }

    private mutating func number(of name: SenderSighting.Name) -> Int32? {
        let kind = Int(name.kind.rawValue)
        if let known = names[kind].numbers[name.text] { return known }
        guard names[kind].texts.count < nameLimit else {
            names[kind].overflow += 1
            return nil
        }
        let number = Int32(names[kind].texts.count)
        names[kind].numbers[name.text] = number
        names[kind].texts.append(name.text)
        names[kind].records.append(NameRecord())
        return number
    }

    private mutating func number(ofHost host: String) -> Int32? {
        if let known = hosts.numbers[host] { return known }
        guard hosts.texts.count < nameLimit else { return nil }
        let number = Int32(hosts.texts.count)
        hosts.numbers[host] = number
        hosts.texts.append(host)
        return number
    }

    /// The name of a remembered message's host.
    func text(_ host: HostNumber) -> String { hosts.texts[Int(host.number)] }

    /// The names of a kind.
    package func names(_ kind: SenderNameKind) -> Names { names[Int(kind.rawValue)] }

    /// What is known of a name.
    package func record(_ kind: SenderNameKind, _ name: String) -> NameRecord? {
        let names = names(kind)
        return names.numbers[name].map { names.records[Int($0)] }
    }

    /// The text of a remembered message's name.
    package func text(_ name: NameNumber) -> String { names[Int(name.kind.rawValue)].texts[Int(name.number)] }

    /// A name with its record.
    package struct Ranked: Sendable {
        /// The name.
        package var name: String
        /// What is known of it.
        package var record: NameRecord
        /// See ``NameRecord/lowerBound``.
        package var lowerBound: Double
    }

    /// The names of a kind that sent spam, those first whose spam share is surely the highest; services that send for very many are left
    /// out.
    package func ranked(_ kind: SenderNameKind) -> [Ranked] {
        let names = names(kind)
        // Most names have few messages: their bounds are alike.
        var bounds: [[Double]: Double] = [:]
        return names.records.indices.compactMap { index -> Ranked? in
            let record = names.records[index]
            guard record.spam > 0, !record.isShared else { return nil }
            let counts = [record.sureSpam, record.sureHam]
            let bound = bounds[counts] ?? record.lowerBound
            bounds[counts] = bound
            return Ranked(name: names.texts[index], record: record, lowerBound: bound)
        }.sorted {
            ($0.lowerBound, $0.record.spam, $1.name) > ($1.lowerBound, $1.record.spam, $0.name)
        }
    }

    /// The names of a kind that the logs show, those first that the filter calls spam most surely, then those that were refused
    /// most often; services that send for very many are left out, and whom neither the filter nor the server found wanting.
    package func rankedByFilter(_ kind: SenderNameKind) -> [Ranked] {
        let names = names(kind)
        return names.records.indices.compactMap { index -> Ranked? in
            let record = names.records[index]
            guard record.filter.calledSpam + record.filter.refused > 0, !record.isShared else { return nil }
            let bound = record.filter.calledSpam > 0 ? record.filter.lowerBound : 0
            return Ranked(name: names.texts[index], record: record, lowerBound: bound)
        }.sorted {
            ($0.lowerBound, $0.record.filter.refused, $1.name) > ($1.lowerBound, $1.record.filter.refused, $0.name)
        }
    }
}
