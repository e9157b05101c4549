// SPDX-License-Identifier: Apache-2.0

/// Whether a list answers as lists have to, from here (RFC 5782, section 5).
package struct ListSelfTest: Sendable, Equatable {
    /// What came of it.
    package enum Verdict: Sendable, Equatable {
        /// It lists what every list lists, and not what none does.
        case works
        /// It does not list what every list lists: whoever asks it from here is not protected.
        case notProtected
        /// It lists what no list does: it may refuse everybody.
        case listsEverything
        /// It answers with an error.
        case error(ListError)
        /// It was not asked: the site's share for today is used up.
        case overShare(limit: Int)
    }

    /// The entries that lists have for tests.
    private static let (listedAddress, unlistedAddress, mappedAddress) = ("127.0.0.2", "127.0.0.1", "::FFFF:7F00:2")
    private static let (listedDomain, unlistedDomain) = ("test", "invalid")

    /// The list's name, its key masked.
    package let list: String
    /// What came of it.
    package private(set) var verdict: Verdict
    /// Whether it has domains rather than addresses.
    package private(set) var hasDomains = false
    /// Of addresses: whether it has the entry for tests of IPv6, too; nil: not known.
    package private(set) var listsVersion6: Bool?
    /// Of domains: whether what is below a listed domain is listed; nil: not known.
    package private(set) var listsBelow: Bool?
    /// Whether names with very many parts get no answer: resolvers that send parts of names one by one stumble there.
    package private(set) var deepNamesFail = false

    /// Tests a list.
    ///
    /// - Parameter ask: asks the list for an address or a domain.
    package init(_ list: AskedList, ask: (String) -> ListOutcome) {
        self.list = list.name
        // Which kind it is, the list itself says, where nobody else does.
        let domain = list.known?.testDomain ?? Self.listedDomain
        var positive = ask(list.hasDomains == true ? domain : Self.listedAddress)
        hasDomains = list.hasDomains == true
        if list.hasDomains == nil, positive == .notListed {
            let other = ask(domain)
            if case .listed = other { (positive, hasDomains) = (other, true) }
        }
        switch positive {
        case .error(let error): verdict = .error(error)
        case .overShare(let limit): verdict = .overShare(limit: limit)
        case .notListed: verdict = .notProtected
        case .listed:
            switch ask(hasDomains ? Self.unlistedDomain : Self.unlistedAddress) {
            case .listed: verdict = .listsEverything
            case .error(let error): verdict = .error(error)
            case .overShare(let limit): verdict = .overShare(limit: limit)
            case .notListed: verdict = .works
            }
        }
        guard verdict == .works else { return }
        switch ask(hasDomains ? "a.b.c.d.e.f." + domain : Self.mappedAddress) {
        case .listed: if hasDomains { listsBelow = true } else { listsVersion6 = true }
        case .notListed: if hasDomains { listsBelow = false } else { listsVersion6 = false }
        case .error(.failed): deepNamesFail = true
        case .error, .overShare: break
        }
    }
}
