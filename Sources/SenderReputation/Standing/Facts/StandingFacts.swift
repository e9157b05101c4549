// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration

/// What is known of a site that sends mail, as far as it could be read or asked.
package struct StandingFacts: Sendable {
    /// The key of a domain's signatures.
    package struct Selector: Sendable, Hashable {
        /// The domain that signs.
        package var domain: String
        /// Which of its keys.
        package var selector: String

        /// Makes one.
        package init(domain: String, selector: String) {
            (self.domain, self.selector) = (domain.lowercased(), selector.lowercased())
        }

        /// The name of the record.
        package var name: String { "\(selector)._domainkey.\(domain)" }
    }

    /// What the server calls itself.
    package struct Hello: Sendable, Equatable {
        /// The name.
        package var name: String
        /// Where that is set; nil: it was given.
        package var place: ConfigurationPlace?

        /// Makes one.
        package init(_ name: String, place: ConfigurationPlace? = nil) { (self.name, self.place) = (name, place) }
    }

    /// The domains that mail is sent from.
    package var domains: [String] = []
    /// The addresses that mail leaves from; empty: those of the name that the server calls itself.
    package var addresses: [String] = []
    /// What the server calls itself.
    package var hello: Hello?
    /// The keys that sign; those that a zone holds are added.
    package var selectors: [Selector] = []
    /// What is known of names.
    package var names = NameFacts()
    /// MTA-STS policies, by domain.
    package var policies: [String: String] = [:]
    /// The certificates that mail exchangers show, the server's own first.
    package var certificates: [[UInt8]] = []
    /// What block lists say; nil: they were not asked.
    package var lists: [ListPresence]?
    /// Why they were not, where they should have been.
    package var listProblem: String?

    /// Makes facts of which nothing is known.
    package init() {}
}

/// What a block list says of an address or a domain of one's own.
package struct ListPresence: Sendable, Equatable {
    /// The list, its key masked.
    package var list: String
    /// The address or domain.
    package var subject: String
    /// What it says.
    package var outcome: ListOutcome

    /// Makes one.
    package init(list: String, subject: String, outcome: ListOutcome) {
        (self.list, self.subject, self.outcome) = (list, subject, outcome)
    }
}

/// What came of asking a list.
package enum ListOutcome: Sendable, Equatable {
    /// It is listed, with these answers.
    case listed([String])
    /// It is not.
    case notListed
    /// The list answers with errors, or with what it does not document.
    case error(ListError)
    /// Nobody asked: the site's share of what the list gives freely is used up for today.
    case overShare(limit: Int)
}

/// What a list's answer means that is no listing.
package enum ListError: Sendable, Hashable {
    /// 127.255.255.252: the name that was asked is wrong.
    case wrongName
    /// 127.255.255.254: asked through a public resolver, or from a network that has to ask with a key.
    case publicResolver
    /// 127.255.255.255: asked too much.
    case tooMany
    /// Another answer by which the list says that it does not answer this resolver.
    case blocked(String)
    /// An answer outside of 127.0.0.0/8: somebody else answers for the list.
    case foreign(String)
    /// An answer that the list does not document.
    case undocumented(String)
    /// It does not list what every list lists (RFC 5782, section 5): from here it protects nobody.
    case notProtected
    /// It lists what no list does.
    case listsEverything
    /// Nothing came.
    case failed(ListFailure)

    /// Why nothing came.
    package enum ListFailure: String, Sendable, Hashable {
        case noReply
        case refused
        case serverFailed
        case other
    }
}
