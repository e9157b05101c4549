// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import NameLookup
import SenderReputation

/// A site whose names are in order, and faults that are planted in them.
enum SiteZone {
    static let key512 =
        "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALlV9EJiNTK2EgeGjE1HNSCO1zv8+Eou3yVPINAhC6762ptfLwnFe/5S+f"
        + "Qc43ER4ZZgIQC4ApX0OW1HWIsCy+8CAwEAAQ=="
    static let key1024 =
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDLpaejlMAkWqGViKs/xNsw/ZK2glmpDeP/xdMm+EqFp2YcbsdQpU"
        + "WOp05BxFKcQUe5HlreL5/oC43ZOV/8HiO9RXgZIguiRWrN2ie0QiMGFUbHbTyjAz0L2X7P7+9/2Jz96hyjTKQ+ZyJq"
        + "pIYeK+5PIidPG5gLcQbDwYl85JeHRQIDAQAB"
    static let key2048 =
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAoWLSSPcciNDah/5u9B83d96qY1lxY28NIoe4vmmlasxXqc"
        + "jzCAUv+hI9P7RkbyQE+1PG3NmTTotUGnltfBtllIADPVfb/XieqpqBBAAcje7D/mn9u31xS0t/hmr1Eumm9xNgMFeq"
        + "ojf5x5+iG5t1U+6HSk32sF/gZfPDnhytsW8BkO39HI6qyhT2lAM3SDzpRUGNktQ4YvsIqLlwj5KdhTO4Xsfc2ogMAq"
        + "lNm2R81rL71nd70f05di2OcL5D3B/B1bsFu54EO4cdanOvujjWDh8XobRSj7vaEYy4Paz0rITESoSvPU5FVqw7iktF"
        + "2PwZ17QYSfB/Uz4+PtnBs3I2FwIDAQAB"
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBTDCB/6ADAgECAhQyzwFk+ptIwJuuldUltUCQnwWk4DAFBgMrZXAwGzEZMBcG
        A1UEAwwQbWFpbC5leGFtcGxlLmNvbTAgFw0yNjExMzAxNDA1MTJaGA8yMTI2MTEw
        NjE0MDUxMlowGzEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLmNvbTAqMAUGAytlcAMh
        AI4o0KMNR7XQ3CkBGJL/IYsBgGGezgUF93ARwoFKv5UGo1MwUTAdBgNVHQ4EFgQU
        wefGz1hPY5FR4iJf2bjwtxLkM48wHwYDVR0jBBgwFoAUwefGz1hPY5FR4iJf2bjw
        txLkM48wDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQBPDbTGMjebp6wX4HBcIyrd
        JsCAeJCT3HqVYhTUV4KbvJsZBeIJ5AFkSEbUAkvTCAnwJvpa9pKAPSQsHtRqw0IM
        -----END CERTIFICATE-----
        """
    /// SHA-256 of the certificate's key, by openssl.
    static let association = "49cad653d92de2c5a6525801b6821701c47f9cfbd4955627845d5726440373ca"
    static let policy = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n"

    /// The lines of the zone, each of which a test may replace by its key.
    static let lines: [(key: String, text: String)] = [
        ("soa", "@ 3600 IN SOA ns hostmaster ( 1 2h 1h 4w 300 )"), ("ns", "@ NS ns.example.net."),
        ("mx", "@ MX 10 mail"), ("spf", "@ TXT \"v=spf1 mx -all\""), ("web", "www A 203.0.113.80"),
        ("a", "mail A 198.51.100.25"), ("aaaa", "mail AAAA 2001:db8:25::25"), ("helo", "mail TXT \"v=spf1 a -all\""),
        ("dkim", "s1._domainkey TXT ( \"v=DKIM1; k=rsa; p=\" \"\(key2048)\" )"),
        ("dmarc", "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\""),
        ("sts", "_mta-sts TXT \"v=STSv1; id=20261130\""), ("stshost", "mta-sts CNAME www"),
        ("tls", "_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\""),
        ("tlsa", "_25._tcp.mail TLSA 3 1 1 \(association)"), ("more", ""),
    ]
    static let reverse: [(key: String, text: String)] = [
        ("4soa", "$ORIGIN 100.51.198.in-addr.arpa.\n@ SOA ns.example.net. h.example.net. 1 2 3 4 5"),
        ("4ptr", "25 PTR mail.example.com."),
        ("6soa", "$ORIGIN 0.0.0.0.5.2.0.0.8.b.d.0.1.0.0.2.ip6.arpa.\n@ SOA ns.example.net. h.example.net. 1 2 3 4 5"),
        ("6ptr", "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0 PTR mail.example.com."),
    ]

    /// What is known of the site's names, with more keys.
    static func names(keys: Int) -> NameFacts {
        // One is there already.
        let more = (1..<keys).map { "k\($0)._domainkey TXT ( \"v=DKIM1; k=rsa; p=\" \"\(key2048)\" )" }
        let changed = lines.map { $0.key == "more" ? more.joined(separator: "\n") : $0.text }
        return NameFacts(zones: [
            ZoneFile(text: changed.joined(separator: "\n"), path: "zone", origin: "example.com"),
            ZoneFile(text: reverse.map(\.text).joined(separator: "\n"), path: "zone", origin: ""),
        ])
    }

    /// The facts of the site, with some lines replaced.
    static func facts(_ changes: [String: String] = [:]) -> StandingFacts {
        func zone(_ lines: [(key: String, text: String)], _ origin: String) -> ZoneFile {
            ZoneFile(
                text: lines.map { changes[$0.key] ?? $0.text }.joined(separator: "\n"), path: "zone", origin: origin)
        }
        var facts = StandingFacts()
        facts.domains = ["example.com"]
        facts.hello = StandingFacts.Hello(changes["hello"] ?? "mail.example.com")
        facts.selectors = [StandingFacts.Selector(domain: "example.com", selector: "s1")]
        facts.names = NameFacts(zones: [zone(lines, "example.com"), zone(reverse, "")])
        facts.policies = ["example.com": changes["policy"] ?? policy]
        facts.certificates = ServerCertificate.chain(pem: certificate)
        facts.lists = ["198.51.100.25", "2001:db8:25::25"].map {
            ListPresence(list: "bl.example", subject: $0, outcome: .notListed)
        }
        return facts
    }
}
