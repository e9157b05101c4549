// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import SenderReputation
import Testing

/// Configurations with planted faults, and one without.
@Suite("How Postfix uses DNS lists")
struct DNSListCheckTests {
    struct Planted: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var main: String
        var master = ""
        var resolvers = ""
        var version: String?
        /// The kinds of faults, and the line of each; 0: none.
        var expected: [(DNSListCheck.Kind, Int)]
    }

    private static func check(_ planted: Planted) -> DNSListCheck {
        let services = planted.master.isEmpty ? nil : PostfixServices(text: planted.master, path: "master.cf")
        return DNSListCheck(
            PostfixConfiguration(
                PostfixParameters(text: planted.main, path: "main.cf"), services, hostName: "mx.example.com"),
            resolvers: ResolverFile(text: planted.resolvers, path: "resolv.conf"), version: planted.version)
    }

    static let all: [Planted] = [
        Planted(
            testDescription: "as it should be",
            main: """
                postscreen_dnsbl_sites = k7qbx4zzu2a5pln9.zen.dq.spamhaus.net=127.0.0.[2..11]*3
                    bl.spamcop.net=127.0.0.2*1, list.dnswl.org=127.0.[0..255].[1..3]*-2
                postscreen_dnsbl_threshold = 3
                postscreen_dnsbl_action = enforce
                postscreen_dnsbl_reply_map = texthash:/etc/postfix/dnsbl_reply
                postscreen_denylist_action = drop
                """, master: "smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd\n",
            resolvers: "nameserver 127.0.0.1\n", version: "3.7.11", expected: []),
        Planted(
            testDescription: "unfiltered answers",
            main:
                "postscreen_dnsbl_action = enforce\npostscreen_dnsbl_sites = bl.spamcop.net*2 b.barracudacentral.org=127.0.0.2\n",
            expected: [(.unfiltered, 2)]),
        Planted(
            testDescription: "dead lists",
            main: """
                smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination,
                  reject_rbl_client ix.dnsbl.manitu.net, reject_rbl_client dnsbl.sorbs.net=127.0.0.2
                """, expected: [(.dead, 1), (.dead, 1)]),
        Planted(
            testDescription: "a list of domains in postscreen",
            main: "postscreen_dnsbl_action = enforce\npostscreen_dnsbl_sites = dbl.spamhaus.org=127.0.1.[2..99]*2\n",
            expected: [(.wrongKind, 2), (.freeUse, 2)]),
        Planted(
            testDescription: "a list of addresses asked for domains, and one for links",
            main: """
                smtpd_sender_restrictions = permit_mynetworks reject_rhsbl_sender psbl.surriel.com=127.0.0.2
                  reject_rhsbl_client multi.surbl.org=127.0.0.[2..254]
                """, expected: [(.wrongKind, 1), (.wrongKind, 1)]),
        Planted(
            testDescription: "an allow list unfiltered",
            main: """
                smtpd_client_restrictions = permit_mynetworks permit_dnswl_client list.dnswl.org
                postscreen_dnsbl_action = drop
                postscreen_dnsbl_sites = list.dnswl.org=127.0.[0..255].[0..255]*-5 psbl.surriel.com=127.0.0.2
                """, expected: [(.allowUnfiltered, 3), (.allowUnfiltered, 1)]),
        Planted(
            testDescription: "errors among the answers that count",
            main:
                "postscreen_dnsbl_action = enforce\npostscreen_dnsbl_sites = bl.example=127.[0..255].[0..255].[0..255] bl2.example=127.0.0\n",
            expected: [(.errorAnswers, 2), (.errorAnswers, 2)]),
        Planted(
            testDescription: "no effect: the default action, no postscreen, a threshold out of reach",
            main: "postscreen_dnsbl_sites = bl.spamcop.net=127.0.0.2*2\npostscreen_dnsbl_threshold = 8\n",
            master: "smtp inet n - y - - smtpd\n",
            expected: [(.noEffect, 1), (.noEffect, 1), (.unreachable, 2)]),
        Planted(
            testDescription: "a key that everybody is told",
            main: """
                smtpd_recipient_restrictions = permit_mynetworks
                  reject_rbl_client k7qbx4zzu2a5pln9.zen.dq.spamhaus.net=127.0.0.[2..11]
                """, expected: [(.keyShown, 1)]),
        Planted(
            testDescription: "new names where Postfix is old, and a public resolver",
            main:
                "postscreen_denylist_action = drop\npostscreen_dnsbl_action = drop\npostscreen_dnsbl_sites = psbl.surriel.com=127.0.0.2\n",
            resolvers: "nameserver 127.0.0.1\nnameserver 8.8.8.8\n", version: "3.5.25",
            expected: [(.unknownName, 1), (.publicResolver, 2)]),
        Planted(
            testDescription: "own users are looked up, a broad list refuses, and one stands twice",
            main: """
                smtpd_sasl_auth_enable = yes
                smtpd_client_restrictions = reject_rbl_client dnsbl-3.uceprotect.net=127.0.0.2,
                  permit_sasl_authenticated, reject_rbl_client psbl.surriel.com=127.0.0.2
                  reject_rbl_client psbl.surriel.com=127.0.0.2
                """, expected: [(.broad, 2), (.ownUsers, 2), (.twice, 2)]),
        Planted(
            testDescription: "users log in at one service alone, and not from the site's networks",
            main: """
                smtpd_client_restrictions = permit_mynetworks
                  reject_rbl_client psbl.surriel.com=127.0.0.2
                smtpd_sender_restrictions = permit_mynetworks, reject_rbl_client bl.spamcop.net=127.0.0.2
                """,
            master: """
                smtp inet n - y - - smtpd
                submission inet n - y - - smtpd
                  -o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject
                """, expected: [(.ownUsers, 3)]),
        Planted(
            testDescription: "classes of restrictions, capitals, and reject_maps_rbl",
            main: """
                smtpd_restriction_classes = strict
                strict = reject_rbl_client dnsbl.sorbs.net=127.0.0.2
                smtpd_client_restrictions = permit_mynetworks, REJECT_RBL_CLIENT ix.dnsbl.manitu.net, reject_maps_rbl
                maps_rbl_domains = relays.osirusoft.com
                """, expected: [(.dead, 3), (.dead, 4), (.dead, 2)]),
        Planted(
            testDescription: "what cannot be expanded",
            main: "smtpd_client_restrictions = $a\na = $a\n", expected: [(.unread, 1)]),
        Planted(
            testDescription: "lists and actions of one service alone",
            main: "postscreen_dnsbl_sites = psbl.surriel.com=127.0.0.2\n",
            master: """
                smtp inet n - y - 1 postscreen -o postscreen_dnsbl_action=enforce
                2525 inet n - y - 1 postscreen -o postscreen_dnsbl_action=drop -o postscreen_dnsbl_sites=bl.spamcop.net
                """, expected: [(.unfiltered, 2)]),
        Planted(
            testDescription: "a list of whole providers that warns alone",
            main: """
                smtpd_client_restrictions = permit_mynetworks
                  warn_if_reject reject_rbl_client dnsbl-3.uceprotect.net=127.0.0.2
                """, expected: []),
    ]

    @Test("the public mirrors are a note, and the filter for the list of domains leaves out its errors")
    func notes() {
        let check = Self.check(
            Planted(
                testDescription: "", main: "smtpd_sender_restrictions = reject_rhsbl_sender dbl.spamhaus.org\n",
                expected: []))
        #expect(check.faults.filter(\.isNote).map(\.kind) == [.freeUse])
        #expect(check.faults.contains { $0.remedy.contains("dbl.spamhaus.org=127.0.1.[2..99]") })
    }

    @Test("planted faults are found, where they stand, and nothing else", arguments: all)
    func faults(planted: Planted) {
        let check = Self.check(planted)
        let found = check.faults.map { "\($0.kind.rawValue) \($0.place?.line ?? 0)" }
        #expect(found == planted.expected.map { "\($0.0.rawValue) \($0.1)" })
        for fault in check.faults {
            let text = "\(fault.list ?? "") \(fault.problem) \(fault.remedy)"
            #expect(!text.contains("k7qbx4zzu2a5pln9"), "a key is shown")
            #expect(!fault.remedy.isEmpty)
        }
    }

    @Test(
        "keys are masked, names that people give are not",
        arguments: [
            ("abcdefghij.zen.dq.spamhaus.net", "KEY.zen.dq.spamhaus.net"), ("zen.spamhaus.org", "zen.spamhaus.org"),
            ("0123456789abcdef.combined.mail.abusix.zone", "KEY.combined.mail.abusix.zone"),
            ("0123456789abcdef0123.bl.example", "KEY.bl.example"), ("dnsbl-1.uceprotect.net", "dnsbl-1.uceprotect.net"),
        ])
    func masks(name: String, expected: String) { #expect(DNSListName.masked(name) == expected) }
}
