// SPDX-License-Identifier: Apache-2.0
import MailMessage
import NameLookup

/// A walk over a domain's record of SPF and those that it leads to: for one address as a receiver does it, or over all of them.
///
/// Over all of them nothing matches, so that each look-up counts that a receiver may have to make.
///
/// - SeeAlso: RFC 7208 section 4.6
struct SPFWalk {
    /// What comes of it for an address.
    enum Outcome: Equatable {
        case pass, fail, softFail, neutral
        /// There is no record.
        case none
        /// A receiver takes none of it for valid.
        case permanentError
        /// A name is not known.
        case unknown
    }

    /// What is wrong on the way.
    enum Fault: Equatable {
        /// A term is none, of the record of a domain.
        case term(String, domain: String)
        /// What is included, or redirected to, has no record, or several.
        case noRecord(String, in: String)
        /// `ptr`, of the record of a domain.
        case pointer(String, domain: String)
        /// Everybody passes, by the term of a domain's record.
        case passAll(String, domain: String)
        /// A name with macros that cannot be one.
        case name(String, domain: String)
        /// More exchangers than a receiver asks for, by the term of a domain's record.
        case tooManyExchangers(String, domain: String)
    }

    /// The most look-ups, and of these such that find nothing.
    static let (maxLookups, maxVoid) = (10, 2)
    /// Where a walk over all ends.
    private static let (endLookups, maxDepth) = (100, 20)
    /// Of IPv4 and IPv6: a network with fewer bits is as good as everybody.
    private static let smallestPrefix = 8

    private let names: NameFacts
    private let sender: String
    /// nil: over all.
    private let address: String?
    /// What macros stand for where no address is looked at.
    private let example: String
    private let hello: String?
    private(set) var lookups = 0
    /// Terms that find nothing, and those that only find nothing for the family of the address.
    private(set) var (voids, familyVoids) = (0, 0)
    /// Terms of the records of domains of which nobody can say whether they match: they depend on the single sender, or on the receiver.
    private(set) var undecided: [(term: String, domain: String)] = []
    private(set) var faults: [Fault] = []
    private(set) var unknown: [DNSQuestion] = []
    private(set) var failed: [(DNSQuestion, DNSFailure)] = []

    /// Starts a walk.
    ///
    /// - Parameters:
    ///   - address: whose mail it is; nil: walk over all.
    ///   - example: what macros stand for then.
    ///   - hello: what the server calls itself; nil: it is not known.
    init(_ names: NameFacts, sender: String, address: String?, example: String = "192.0.2.1", hello: String? = nil) {
        (self.names, self.sender, self.address, self.example) = (names, sender, address, example)
        self.hello = hello
    }

    /// Walks.
    mutating func walk() -> Outcome { check(sender, depth: 0) }

    private static func texts(_ answer: DNSAnswer) -> [String] {
        answer.records.compactMap { data in
            guard case .text(let text) = data, SPFRecord.isOne(text) else { return nil }
            return text
        }
    }

    private mutating func look(_ name: String, _ type: DNSType) -> DNSAnswer? {
        let question = DNSQuestion(name, type)
        switch names.known(question) {
        case .answer(let answer): return answer
        case .unknown(let asked): if !unknown.contains(asked) { unknown.append(asked) }
        case .failed(let failure): failed.append((question, failure))
        }
        return nil
    }

    private mutating func find(_ fault: Fault) { if !faults.contains(fault) { faults.append(fault) } }

    /// Whether the record of a domain lets an address through.
    private mutating func check(_ domain: String, depth: Int) -> Outcome {
        guard let answer = look(domain, .txt) else { return .unknown }
        if depth > 0, answer.records.isEmpty { voids += 1 }
        let texts = Self.texts(answer)
        guard let text = texts.first else { return .none }
        if texts.count > 1, depth > 0 { find(.noRecord(domain, in: sender)) }
        guard texts.count == 1, depth <= Self.maxDepth else { return .permanentError }
        let record: SPFRecord
        do throws(SPFRecord.Problem) {
            record = try SPFRecord(text)
        } catch {
            find(.term(error.term, domain: domain))
            return .permanentError
        }
        var isUnsure = false
        for term in record.terms {
            switch matches(term, domain, depth) {
            case .yes: return isUnsure ? .unknown : outcome(term.qualifier)
            // What stands behind `all` is never reached (RFC 7208, section 5.1).
            case .no: if term.mechanism == .all { return isUnsure ? .unknown : .neutral }
            case .unknown: isUnsure = true
            case .error: return .permanentError
            }
        }
        if let redirect = record.redirect, !record.terms.contains(where: { $0.mechanism == .all }) {
            if isUndecided(redirect, "redirect=" + redirect, domain) { return count() ? .unknown : .permanentError }
            guard let target = name(redirect, domain) else { return .permanentError }
            guard count() else { return .permanentError }
            let outcome = check(target, depth: depth + 1)
            if outcome == .none {
                find(.noRecord(target, in: domain))
                return .permanentError
            }
            return isUnsure ? .unknown : outcome
        }
        return isUnsure ? .unknown : .neutral
    }

    private func outcome(_ qualifier: SPFRecord.Qualifier) -> Outcome {
        switch qualifier {
        case .pass: .pass
        case .fail: .fail
        case .softFail: .softFail
        case .neutral: .neutral
        }
    }

    /// Counts a look-up; false: a receiver stops here.
    private mutating func count() -> Bool {
        lookups += 1
        return address == nil ? lookups <= Self.endLookups : lookups <= Self.maxLookups && voids <= Self.maxVoid
    }

    private mutating func name(_ text: String?, _ domain: String) -> String? {
        guard let text else { return domain }
        guard let name = macros(domain).expand(text) else {
            find(.name(text, domain: domain))
            return nil
        }
        return name
    }

    private func macros(_ domain: String) -> SPFMacros {
        SPFMacros(address: address ?? example, domain: domain, sender: sender, hello: hello)
    }

    /// Whether a name depends on the sender; notes the term.
    private mutating func isUndecided(_ text: String?, _ term: String, _ domain: String) -> Bool {
        guard let text, macros(domain).dependsOnSender(text) else { return false }
        undecided.append((term, domain))
        return true
    }

    private enum Match { case yes, no, unknown, error }

    private mutating func matches(_ term: SPFRecord.Term, _ domain: String, _ depth: Int) -> Match {
        switch term.mechanism {
        case .all:
            if term.qualifier == .pass { find(.passAll(term.text, domain: domain)) }
            return address == nil ? .no : .yes
        case .network(let range, let bits):
            checkWidth(bits, term, domain)
            return address.map { range.contains($0) } == true ? .yes : .no
        case .include(let text):
            if isUndecided(text, term.text, domain) { return undecidedMatch() }
            guard let target = name(text, domain), count() else { return .error }
            switch check(target, depth: depth + 1) {
            case .pass: return .yes
            case .unknown: return .unknown
            case .none:
                find(.noRecord(target, in: domain))
                return address == nil ? .no : .error
            // Over all, what stands behind counts as well.
            case .permanentError: return address == nil ? .no : .error
            case .fail, .softFail, .neutral: return .no
            }
        case .address(let text, let bits4, let bits6):
            checkWidth(min(bits4, bits6), term, domain)
            if isUndecided(text, term.text, domain) { return undecidedMatch() }
            guard let host = name(text, domain), count() else { return .error }
            return holds(host, bits4, bits6, countsVoid: true)
        case .exchanger(let text, let bits4, let bits6):
            checkWidth(min(bits4, bits6), term, domain)
            if isUndecided(text, term.text, domain) { return undecidedMatch() }
            guard let host = name(text, domain), count() else { return .error }
            return exchangers(host, bits4, bits6, term, domain)
        case .pointer:
            find(.pointer(term.text, domain: domain))
            // Receivers should not ask for it (RFC 7208, section 5.5): some do.
            undecided.append((term.text, domain))
            return undecidedMatch()
        case .exists(let text):
            if isUndecided(text, term.text, domain) { return undecidedMatch() }
            guard let host = name(text, domain), count() else { return .error }
            guard let answer = look(host, .a) else { return .unknown }
            if answer.records.isEmpty { voids += 1 }
            return address != nil && !answer.records.isEmpty ? .yes : .no
        }
    }

    /// Over all of them nothing matches.
    private mutating func undecidedMatch() -> Match { count() ? (address == nil ? .no : .unknown) : .error }

    /// Finds what lets nearly everybody through.
    private mutating func checkWidth(_ bits: Int, _ term: SPFRecord.Term, _ domain: String) {
        if bits < Self.smallestPrefix, term.qualifier == .pass { find(.passAll(term.text, domain: domain)) }
    }

    private mutating func exchangers(
        _ host: String, _ bits4: Int, _ bits6: Int, _ term: SPFRecord.Term, _ domain: String
    ) -> Match {
        guard let answer = look(host, .mx) else { return .unknown }
        if answer.records.isEmpty { voids += 1 }
        // More than ten are an error of their own.
        guard answer.records.count <= Self.maxLookups else {
            find(.tooManyExchangers(term.text, domain: domain))
            return address == nil ? .no : .error
        }
        var match = Match.no
        for data in answer.records {
            guard case .exchange(_, let name) = data, DNSName.canonical(name) != nil else { continue }
            switch holds(name, bits4, bits6, countsVoid: false) {
            case .yes: return .yes
            case .unknown: match = .unknown
            default: break
            }
        }
        return match
    }

    /// Whether the address is one of a host's, as far as so many bits go.
    ///
    /// A receiver asks for the family of the address alone. A host that has addresses of the other one is counted apart: receivers
    /// that count strictly take the term for one that finds nothing (RFC 7208, section 4.6.4).
    private mutating func holds(_ host: String, _ bits4: Int, _ bits6: Int, countsVoid: Bool) -> Match {
        let asked: [DNSType] = address.map { $0.contains(":") ? [.aaaa] : [.a] } ?? [.a, .aaaa]
        var (isEmpty, isUnsure) = (true, false)
        for type in asked {
            guard let answer = look(host, type) else {
                isUnsure = true
                continue
            }
            for case .address(let text) in answer.records {
                isEmpty = false
                let range = NetworkRange(text + "/" + String(type == .a ? bits4 : bits6))
                if let address, range?.contains(address) == true { return .yes }
            }
        }
        if isEmpty, !isUnsure, countsVoid { noteVoid(host, asked) }
        return isUnsure ? .unknown : .no
    }

    private mutating func noteVoid(_ host: String, _ asked: [DNSType]) {
        let others = [DNSType.a, .aaaa].filter { !asked.contains($0) }
        let hasOthers = others.contains { type in
            if case .answer(let answer) = names.known(DNSQuestion(host, type)) { return !answer.records.isEmpty }
            return false
        }
        if hasOthers { familyVoids += 1 } else { voids += 1 }
    }
}
