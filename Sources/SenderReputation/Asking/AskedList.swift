import MailMessage
// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration
import NameLookup

/// A DNS list that is to be asked.
package struct AskedList: Sendable, Hashable {
    /// The zone, in lower case; it may hold a key, which stands in no output.
    let zone: String
    /// The answers that it documents, as Postfix writes them; nil: not known.
    package let answers: String?

    /// Reads `zone` or `zone=answers`; nil: it is none.
    package init?(_ text: String) {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let zone = DNSName.canonical(String(sides[0])), zone.contains("."), !NetworkRange.isAddress(zone) else {
            return nil
        }
        self.zone = zone
        let documented = KnownList.of(zone)?.answers ?? ""
        let given = sides.count > 1 ? String(sides[1]) : documented
        guard sides.count == 1 || AnswerFilter(given) != nil else { return nil }
        answers = given.isEmpty ? nil : given
    }

    /// Its name as it may be shown.
    package var name: String { DNSListName.masked(zone) }

    /// What is known of it.
    package var known: KnownList? { KnownList.of(zone) }

    /// Whether it has domains; nil: that is not known.
    package var hasDomains: Bool? {
        switch known?.kind {
        case .domains, .links: true
        case .addresses, .allowed: false
        case .dead, nil: nil
        }
    }

    /// The lists that Postfix asks, each once, without those that have ended.
    package static func all(_ configuration: PostfixConfiguration) -> [AskedList] {
        var found: [AskedList] = []
        for use in DNSListUse.all(configuration) {
            guard let list = AskedList(use.zone), !found.contains(where: { $0.zone == list.zone }) else { continue }
            if case .dead? = list.known?.kind { continue }
            found.append(list)
        }
        return found
    }

    /// Lists that anybody may ask of his own address: small, and without terms that leave companies out.
    package static let free = ["bl.spamcop.net", "psbl.surriel.com", "dnsbl-1.uceprotect.net"].compactMap {
        AskedList($0)
    }

    // MARK: asking

    /// The name to ask for, of an address or a domain; nil: it has none in this list.
    func question(_ subject: String) -> DNSQuestion? {
        let name = DNSName.reversed(subject) ?? subject.lowercased()
        return DNSName.canonical("\(name).\(zone)").map { DNSQuestion($0, .a) }
    }

    /// What an answer means.
    func outcome(_ answer: DNSAnswer) -> ListOutcome {
        var listed: [String] = []
        for case .address(let text) in answer.records {
            if let error = error(text) { return .error(error) }
            listed.append(text)
        }
        return listed.isEmpty ? .notListed : .listed(listed.sorted())
    }

    /// Which error an answer is; nil: it is a listing.
    private func error(_ text: String) -> ListError? {
        guard let octets = NetworkRange.octets(of: text), octets.count == 4, octets[0] == 127 else {
            return .foreign(text)
        }
        let numbers = octets.map { Int($0) }
        if numbers[1] == 255, numbers[2] == 255 {
            switch numbers[3] {
            case 252: return .wrongName
            case 254: return .publicResolver
            case 255: return .tooMany
            default: return .blocked(text)
            }
        }
        // SURBL, URIBL and others answer so to whom they no longer serve; RFC 5782 lets no list use it for a listing.
        if numbers == [127, 0, 0, 1] { return .blocked(text) }
        if known?.zone == "list.dnswl.org", numbers == [127, 0, 0, 255] { return .tooMany }
        guard let filter = answers.flatMap({ AnswerFilter($0) }) else { return nil }
        return filter.matches(numbers) ? nil : .undocumented(text)
    }
}

extension ListError {
    /// Of a question that nobody answered.
    init(_ failure: DNSFailure) {
        switch failure {
        case .noReply: self = .failed(.noReply)
        case .refused: self = .failed(.refused)
        case .serverFailed: self = .failed(.serverFailed)
        case .code, .malformed, .badName, .noResolver: self = .failed(.other)
        }
    }
}
