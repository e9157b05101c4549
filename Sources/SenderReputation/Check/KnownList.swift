// SPDX-License-Identifier: Apache-2.0

/// A DNS list that is known: what it lists, and which of its answers say so.
package struct KnownList: Sendable, Equatable {
    /// When the table was last looked through.
    package static let tableDate = "2026-11"

    /// What a list has.
    package enum Kind: Sendable, Equatable {
        /// Addresses of clients.
        case addresses
        /// Domains, of senders and in text.
        case domains
        /// Domains in links alone.
        case links
        /// Addresses of wanted clients.
        case allowed
        /// Nothing any more: it ended then.
        case dead(since: String)
    }

    /// The zone's name.
    package let zone: String
    /// What it has.
    package let kind: Kind
    /// The answers that mean a listing, as Postfix writes them; empty: none are known.
    package let answers: String
    /// Whether it lists whole providers, so that it hits ham by design.
    package let isBroad: Bool

    /// How many questions a day it answers freely, as it publishes; nil: it names no number.
    package let freeQueries: Int?

    private init(
        _ zone: String, _ kind: Kind, _ answers: String = "", isBroad: Bool = false, freeQueries: Int? = nil
    ) {
        (self.zone, self.kind, self.answers, self.isBroad) = (zone, kind, answers, isBroad)
        self.freeQueries = freeQueries
    }

    /// Spamhaus', of the public mirrors as of the Data Query Service without a contract.
    private static let spamhausQueries = 300_000

    /// A domain that it lists for tests, where it is not `test`.
    package var testDomain: String? {
        if zone.hasPrefix("dbl.") { return "dbltest.com" }
        if zone.hasSuffix(".surbl.org") { return "surbl-org-permanent-test-point.com" }
        return zone.hasSuffix(".uribl.com") ? "test.uribl.com" : nil
    }

    /// The list that a name is of, with a key before it or without.
    package static func of(_ name: String) -> KnownList? {
        let name = name.lowercased()
        return all.first { name == $0.zone || name.hasSuffix("." + $0.zone) }
    }

    /// Those with longer names first.
    private static let all: [KnownList] = [
        KnownList("zen.dq.spamhaus.net", .addresses, "127.0.0.[2..11]", freeQueries: spamhausQueries),
        KnownList("sbl.dq.spamhaus.net", .addresses, "127.0.0.[2;3;9]", freeQueries: spamhausQueries),
        KnownList("xbl.dq.spamhaus.net", .addresses, "127.0.0.[4..7]", freeQueries: spamhausQueries),
        KnownList("pbl.dq.spamhaus.net", .addresses, "127.0.0.[10;11]", freeQueries: spamhausQueries),
        KnownList("authbl.dq.spamhaus.net", .addresses, "127.0.0.20", freeQueries: spamhausQueries),
        KnownList("dbl.dq.spamhaus.net", .domains, "127.0.1.[2..99]", freeQueries: spamhausQueries),
        KnownList("zrd.dq.spamhaus.net", .domains, "127.0.2.[2..24]", freeQueries: spamhausQueries),
        KnownList("zen.spamhaus.org", .addresses, "127.0.0.[2..11]", freeQueries: spamhausQueries),
        KnownList("sbl-xbl.spamhaus.org", .addresses, "127.0.0.[2..9]", freeQueries: spamhausQueries),
        KnownList("sbl.spamhaus.org", .addresses, "127.0.0.[2;3;9]", freeQueries: spamhausQueries),
        KnownList("xbl.spamhaus.org", .addresses, "127.0.0.[4..7]", freeQueries: spamhausQueries),
        KnownList("pbl.spamhaus.org", .addresses, "127.0.0.[10;11]", freeQueries: spamhausQueries),
        KnownList("dbl.spamhaus.org", .domains, "127.0.1.[2..99]", freeQueries: spamhausQueries),
        KnownList("bl.spamcop.net", .addresses, "127.0.0.2"),
        KnownList("b.barracudacentral.org", .addresses, "127.0.0.2"),
        KnownList("psbl.surriel.com", .addresses, "127.0.0.2"),
        KnownList("bl.mailspike.net", .addresses, "127.0.0.[2;10..12]", freeQueries: 100_000),
        KnownList("bl.blocklist.de", .addresses, "127.0.0.[2..21]"),
        KnownList("dnsbl-1.uceprotect.net", .addresses, "127.0.0.2"),
        KnownList("dnsbl-2.uceprotect.net", .addresses, "127.0.0.2", isBroad: true),
        KnownList("dnsbl-3.uceprotect.net", .addresses, "127.0.0.2", isBroad: true),
        KnownList("multi.surbl.org", .links, "127.0.0.[2..254]", freeQueries: 250_000),
        KnownList("multi.uribl.com", .links, "127.0.0.[2..14]"),
        KnownList("black.uribl.com", .links, "127.0.0.2"),
        KnownList("list.dnswl.org", .allowed, "127.0.[0..255].[1..3]", freeQueries: 100_000),
        KnownList("wl.mailspike.net", .allowed, "127.0.0.[18..20]", freeQueries: 100_000),
        KnownList("sorbs.net", .dead(since: "2024-06")),
        KnownList("dnsbl.manitu.net", .dead(since: "2025-01")),
        KnownList("spamcannibal.org", .dead(since: "2018-05")),
        KnownList("ahbl.org", .dead(since: "2015-01")),
        KnownList("njabl.org", .dead(since: "2013-03")),
        KnownList("rfc-ignorant.org", .dead(since: "2012-11")),
        KnownList("dsbl.org", .dead(since: "2009-03")),
        KnownList("ordb.org", .dead(since: "2006-12")),
        KnownList("opm.blitzed.org", .dead(since: "2006-05")),
        KnownList("relays.osirusoft.com", .dead(since: "2003-08")),
    ]
}
