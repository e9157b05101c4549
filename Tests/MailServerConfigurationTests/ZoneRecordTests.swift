// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import NameLookup
import Testing

@Suite("Records of zones")
struct ZoneRecordTests {
    @Test("records of all types are read, with time and class in any order")
    func types() {
        let zone = ZoneFile(
            text: """
                $TTL 1h
                @ 1h30m IN SOA ns.example.net. h ( 1 2h 3h
                    4w 10m )
                mx IN 300 A 192.0.2.1
                  AAAA 2001:DB8:0:0::1
                a 60 CNAME mx
                txt MX 10 mx
                  MX 0 .
                10.2.0.192.in-addr.arpa. PTR a
                _25._tcp.mx TLSA 3 1 1 ( AABB
                   ccdd )
                sub NS ns.example.net.
                """, path: "z", origin: "example.com")
        #expect(
            zone.all.map(\.data) == [
                .authority(negativeSeconds: 600), .address("192.0.2.1"), .address("2001:db8::1"),
                .alias("mx.example.com"), .exchange(preference: 10, host: "mx.example.com"),
                .exchange(preference: 0, host: ""), .pointer("a.example.com"),
                .association(TLSAssociation(usage: 3, selector: 1, matching: 1, data: [0xaa, 0xbb, 0xcc, 0xdd])),
                .server("ns.example.net"),
            ])
        #expect(zone.all.map(\.name).first == "example.com" && zone.all[2].name == "mx.example.com")
        #expect(zone.unread == [])
    }

    @Test("what dig prints is read, and what is not known of a zone is said")
    func rest() {
        let zone = ZoneFile(
            text: """
                ; <<>> DiG <<>> example.com
                ;; ANSWER SECTION:
                example.com.\t\t300\tIN\tMX\t10 mail.example.com.
                $INCLUDE other.zone
                $GENERATE 1-9 $ A 192.0.2.$
                bad.example.com. A 192.0.2
                bad.example.com. TLSA 3 1 1 xyz
                example.com. HINFO x y
                """, path: "z")
        #expect(zone.all.map(\.data) == [.exchange(preference: 10, host: "mail.example.com")])
        #expect(zone.unread.map(\.line) == [4, 5, 6, 7])
    }

    @Test("the signer's keys are those of its file, or of its table")
    func signer() {
        let file = SigningConfiguration(text: "# x\nDomain  example.com,Example.NET\nSelector\tS1 # y\nKeyFile /k\n")
        #expect(file.selectors.map(\.domain) == ["example.com", "example.net"])
        #expect(file.selectors.map(\.selector) == ["s1", "s1"])
        let other = SigningConfiguration(text: "domain example.com\nselector s1\nkeytable refile:/etc/opendkim/keys\n")
        #expect(other.selectors == [] && other.keyTable == "/etc/opendkim/keys")
        #expect(SigningConfiguration(text: "KeyTable mysql:keys\nDomain *\n").keyTable == nil)
        let keys = SigningConfiguration.keys(table: "k example.com:s2:/etc/k\n# c\nx %:s:/k\ny bad\n")
        #expect(keys.map(\.domain) == ["example.com"] && keys.map(\.selector) == ["s2"])
    }

    @Test("tags are read once each")
    func tags() {
        let tags = TagList("v=DKIM1; K = rsa ; t=y:s; p=A B;")
        #expect(tags.isWellFormed && tags["k"] == "rsa" && tags.words("t") == ["y", "s"] && tags["p"] == "A B")
        #expect(!TagList("v=1; v=2").isWellFormed && !TagList("v=1; x").isWellFormed)
    }
}
