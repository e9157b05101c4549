// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration
package import NameLookup

/// What is known of names: zones as files, and answers of a resolver.
///
/// A zone file counts first: it is what is about to be published. What it does not hold is "not there" only below a start
/// of authority (SOA) of its own, and not below what it delegates.
package struct NameFacts: Sendable {
    /// What is known of a question.
    package enum Known: Sendable, Equatable {
        /// There is an answer.
        case answer(DNSAnswer)
        /// It was asked, and nothing came of it.
        case failed(DNSFailure)
        /// Nobody has asked; of aliases the question at their end.
        case unknown(DNSQuestion)
    }

    private var records: [String: [ZoneFile.Record]] = [:]
    /// Names that are there because something is below them.
    private var parents: Set<String> = []
    private var (apexes, delegations): (Set<String>, Set<String>) = ([], [])
    private var answers: [DNSQuestion: Result<DNSAnswer, DNSFailure>] = [:]

    /// Makes them of zones.
    package init(zones: [ZoneFile] = []) {
        for record in zones.flatMap(\.all) {
            records[record.name, default: []].append(record)
            if case .authority = record.data { apexes.insert(record.name) }
            var name = record.name
            while let parent = DNSName.parent(of: name), parents.insert(parent).inserted { name = parent }
        }
        for record in zones.flatMap(\.all) {
            if case .server = record.data, !apexes.contains(record.name) { delegations.insert(record.name) }
        }
    }

    /// The names at which the zones begin.
    package var zoneNames: [String] { apexes.sorted() }

    /// Names of the zones, in order.
    package var names: [String] { records.keys.sorted() }

    /// Adds what a resolver said.
    package mutating func add(_ question: DNSQuestion, _ result: Result<DNSAnswer, DNSFailure>) {
        answers[question] = result
    }

    /// What is known of a question.
    package func known(_ question: DNSQuestion) -> Known { known(question, hops: 0) }

    /// Where the first of a zone's records stands that answer a question.
    package func place(_ question: DNSQuestion) -> ConfigurationPlace? {
        records[question.name]?.first { $0.data.type == question.type || $0.data.type == .cname }?.place
    }

    private func known(_ question: DNSQuestion, hops: Int) -> Known {
        guard hops <= DNSAnswer.maxAliases else { return .failed(.malformed) }
        let isCovered = covers(question.name)
        var found = records[question.name]
        var isThere = found != nil || parents.contains(question.name)
        if !isThere, isCovered, let wild = wildcard(question.name) {
            (found, isThere) = (records[wild], true)
        }
        if let found {
            let data = found.map(\.data).filter { $0.type == question.type }
            if !data.isEmpty { return .answer(DNSAnswer(data)) }
            if let alias = found.lazy.compactMap({ Self.alias($0.data) }).first {
                return followed(alias, question.type, hops)
            }
        }
        if isCovered { return .answer(isThere ? .noData : .noSuchName) }
        switch answers[question] {
        case .success(let answer): return .answer(answer)
        case .failure(let failure): return .failed(failure)
        case nil: return .unknown(question)
        }
    }

    private func followed(_ alias: String, _ type: DNSType, _ hops: Int) -> Known {
        let known = known(DNSQuestion(alias, type), hops: hops + 1)
        guard case .answer(var answer) = known else { return known }
        answer.aliases.insert(alias, at: 0)
        return .answer(answer)
    }

    private static func alias(_ data: DNSData) -> String? { if case .alias(let name) = data { name } else { nil } }

    /// Whether a zone says of a name all that there is to say.
    private func covers(_ name: String) -> Bool {
        var rest: String? = name
        while let current = rest {
            // The nearest counts.
            if delegations.contains(current) { return false }
            if apexes.contains(current) { return true }
            rest = DNSName.parent(of: current)
        }
        return false
    }

    /// The wildcard that stands for a name that is not there: that of the nearest name above that is (RFC 4592).
    private func wildcard(_ name: String) -> String? {
        var rest = DNSName.parent(of: name)
        while let current = rest {
            if records["*." + current] != nil { return "*." + current }
            if records[current] != nil || parents.contains(current) { return nil }
            rest = DNSName.parent(of: current)
        }
        return nil
    }
}
