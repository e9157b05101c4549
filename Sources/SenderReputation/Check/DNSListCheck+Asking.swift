// SPDX-License-Identifier: Apache-2.0

/// What was found by asking the lists.
extension DNSListCheck {
    /// Takes what came of a test.
    ///
    /// - Parameter describe: what an error means, in a sentence.
    package mutating func take(_ test: ListSelfTest, describe: (ListError) -> String) {
        switch test.verdict {
        case .works: break
        case .notProtected:
            add(
                .notProtected, test.list,
                "it does not list what every list does (RFC 5782): you are not protected by it",
                do: "ask through a resolver of your own, look at name and key, or take it out")
        case .listsEverything:
            add(
                .listsEverything, test.list, "it lists what no list does (RFC 5782): it may refuse everybody",
                do: "take it out at once")
        case .error(let error):
            add(.answersErrors, test.list, describe(error), do: Self.remedy(error))
        case .overShare(let limit):
            add(
                .overShare, test.list,
                "it was not asked: \(limit) questions a day are our share, a tenth of what it gives freely",
                do: "run it again tomorrow")
        }
        if test.deepNamesFail {
            add(
                .deepNames, test.list,
                "names with many parts get no answer, such as those of IPv6: the resolver sends them part by part (RFC 9156)",
                do: "unbound: qname-minimisation: no, or a newer one; BIND: qname-minimization relaxed;")
        }
        if test.listsVersion6 == false {
            add(
                .withoutVersion6, test.list,
                "it has no entry for tests of IPv6: clients over IPv6 are not judged by it",
                do: "nothing, if another list has them")
        }
    }

    private static func remedy(_ error: ListError) -> String {
        switch error {
        case .wrongName: "look at the name and its key"
        case .publicResolver:
            "ask through a resolver of your own, or with a key: free use excludes resold services and many hosters' networks"
        case .tooMany: "ask with a key, or buy the feed"
        case .blocked: "ask through a resolver of your own; look at what the list says of this answer"
        case .foreign, .undocumented, .listsEverything: "take it out, or look at what the list documents"
        case .notProtected, .failed: "look at the resolver, and at the list's own page"
        }
    }
}
