// SPDX-License-Identifier: Apache-2.0
package import NameLookup

/// Asks lists, within the site's share of what they give freely, and remembers what they said.
package struct ListAsker {
    /// The share of a list's free limit that is asked for at most: a tenth, for the mail server asks as well.
    package static let share = 10
    /// The most questions a day for a list that publishes no limit.
    package static let unknownLimit = 100

    /// What was said and counted.
    package private(set) var ledger: ListLedger
    private var asker: PatientAsker
    /// How many questions were asked of lists.
    package private(set) var questions = 0

    /// Makes an asker.
    package init(_ ledger: ListLedger, ask: @escaping (DNSQuestion) throws(DNSFailure) -> DNSAnswer) {
        self.ledger = ledger
        asker = PatientAsker(ask)
    }

    /// The most questions a day for a list.
    package static func limit(_ list: AskedList) -> Int {
        list.known?.freeQueries.map { $0 / share } ?? unknownLimit
    }

    /// What a list says of an address or a domain.
    package mutating func outcome(_ list: AskedList, of subject: String) -> ListOutcome {
        guard let question = list.question(subject) else { return .error(.failed(.other)) }
        if let said = ledger.said(list.name, of: subject) { return list.outcome(DNSAnswer(said.map { .address($0) })) }
        let limit = Self.limit(list)
        guard ledger.asked(list.name) < limit else { return .overShare(limit: limit) }
        guard asker.isAsking else { return .error(.failed(.noReply)) }
        ledger.count(list.name)
        questions += 1
        let answer: DNSAnswer
        do throws(DNSFailure) {
            answer = try asker.ask(question)
        } catch {
            return .error(ListError(error))
        }
        let outcome = list.outcome(answer)
        // An error is looked at again: it may have been mended.
        if case .error = outcome { return outcome }
        var addresses: [String] = []
        for case .address(let text) in answer.records { addresses.append(text) }
        ledger.keep(list.name, of: subject, addresses, seconds: answer.seconds)
        return outcome
    }

    /// Whether a list answers as lists have to.
    package mutating func test(_ list: AskedList) -> ListSelfTest { ListSelfTest(list) { outcome(list, of: $0) } }

    /// What lists say of own addresses and domains; a list that does not work says nothing of them.
    package mutating func presences(
        _ lists: [AskedList], addresses: [String], domains: [String]
    ) -> [ListPresence] {
        var found: [ListPresence] = []
        for list in lists {
            let test = test(list)
            let problem: ListOutcome? =
                switch test.verdict {
                case .works: nil
                case .notProtected: .error(.notProtected)
                case .listsEverything: .error(.listsEverything)
                case .error(let error): .error(error)
                case .overShare(let limit): .overShare(limit: limit)
                }
            for subject in test.hasDomains ? domains : addresses {
                if let problem {
                    found.append(ListPresence(list: list.name, subject: subject, outcome: problem))
                    break
                }
                // A list without IPv6 says nothing of it.
                if subject.contains(":"), test.listsVersion6 != true { continue }
                found.append(
                    ListPresence(list: list.name, subject: subject, outcome: outcome(list, of: subject)))
            }
        }
        return found
    }
}
