// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import OutgoingBrake
import SiteConfiguration
import TestSupport
import Testing

@Suite("The brake's configuration") struct BrakeConfigurationTests {
    private static func read(_ yaml: String) throws -> FilterConfiguration {
        try FilterConfiguration(path: "spreud.yaml", text: "model: /m\nkey: /k\nmilter: {listen: systemd}\n" + yaml)
    }

    @Test("it is off unless it is named, and then has the common ceilings")
    func least() throws {
        #expect(try Self.read("").brake == nil)
        let brake = try #require(
            try Self.read("site: {recipients: [example.com, firma@provider.example]}\nbrake: {}").brake)
        #expect(brake.ceilings == CeilingTable(common: .standard) && brake.folder == BrakeFolder(BrakeFolder.usual))
        #expect(brake.domains.names == ["example.com"] && brake.command == [] && brake.mailTo == [])
    }

    @Test("every key is read")
    func all() throws {
        let brake = try #require(
            try Self.read(
                """
                brake:
                  folder: /srv/brake
                  domains: [example.com, .example.org]
                  ten-minutes: 10
                  hour: 20
                  day: 30
                  own:
                    - {login: Newsletter@example.com, hour: 5000, day: 9000}
                    - {client: "2001:db8::7", ten-minutes: 1}
                  command: [/usr/local/bin/tell, now]
                  mail-to: postmaster@example.com
                  sendmail: /usr/bin/msmtp
                """
            ).brake)
        #expect(brake.folder.path == "/srv/brake" && brake.command == ["/usr/local/bin/tell", "now"])
        #expect(brake.mailTo == ["postmaster@example.com"] && brake.sendmail == "/usr/bin/msmtp")
        #expect(
            brake.ceilings[OutgoingSender(login: "newsletter@example.com")]
                == BrakeCeilings(tenMinutes: 10, hour: 5_000, day: 9_000))
        let client = try #require(OutgoingSender(clientAddress: "2001:db8::99"))
        #expect(brake.ceilings[client] == BrakeCeilings(tenMinutes: 1, hour: 20, day: 30))
        #expect(
            brake.ceilings[OutgoingSender(login: "anna")] == BrakeCeilings(tenMinutes: 10, hour: 20, day: 30))
    }

    @Test(
        "a mistake is told with its line and what to do",
        arguments: [
            ("brake:", 4, "write 'brake: {}', or its keys below it"),
            ("brake: {}", 4, "'brake.domains': name the site's own domains"),
            ("brake: {domains: \"a b\"}", 4, "invalid domain 'a b': expected one such as example.com"),
            ("brake: {domains: a.example, hour: 99}", 4, "'brake.hour': it is lower (99) than 'ten-minutes' (100)"),
            ("brake: {domains: a.example, day: 0}", 4, "write a whole number from 1 to"),
            ("brake:\n  domains: a.example\n  own:\n    - {day: 5}", 7, "give each entry either 'login' or 'client'"),
            ("brake: {domains: a.example, own: [{client: scanner}]}", 4, "invalid address 'scanner'"),
            ("brake: {domains: a.example, own: [{login: a}, {login: A}]}", 4, "a has ceilings already"),
            ("brake: {domains: a.example, command: mail}", 4, "'mail' is not an absolute path"),
            ("brake: {domains: a.example, mail-to: root}", 4, "invalid address 'root'"),
            ("brake: {domains: a.example, ceiling: 5}", 4, "unknown key 'brake.ceiling'"),
            ("policy: {relays: [mx2.example.com]}", 4, "'policy.relays': invalid network 'mx2.example.com'"),
            ("policy: {devices: [192.0.2.0/40]}", 4, "'policy.devices': invalid network '192.0.2.0/40'"),
        ])
    func mistakes(yaml: String, line: Int, problem: String) {
        do {
            _ = try Self.read(yaml)
            Issue.record("it was read")
        } catch let error as ConfigurationError {
            #expect(error.line == line && error.problem.contains(problem), "\(error)")
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("the configuration in docs/brake.md is one")
    func page() throws {
        let page = try String(contentsOfFile: SharedFiles.projectRoot + "/docs/brake.md", encoding: .utf8)
        let block = try #require(page.firstMatch(of: /```yaml\n((?s).*?)```/)?.1)
        let configuration = try Self.read(String(block))
        let brake = try #require(configuration.brake)
        #expect(brake.ceilings.own.count == 2 && brake.domains.isExternal("joe@out.example.net"))
        #expect(!brake.domains.isExternal("anna@example.com") && configuration.policy.devices.count == 2)
    }

    @Test("only a milter has a brake")
    func milter() {
        #expect(throws: ConfigurationError.self) {
            try FilterConfiguration(
                path: "t", text: "model: /m\nkey: /k\nspamd: {listen: 127.0.0.1:783}\nbrake: {domains: example.com}")
        }
    }

    @Test(
        "what leaves the site's own domains is external, whatever way an address names",
        arguments: [
            ("anna@example.com", false), ("ANNA@Example.COM", false), ("anna@example.com.", false),
            ("anna@mail.example.com", true), ("anna@mail.example.org", false), ("anna@example.org", false),
            ("anna@notexample.org", true), ("anna@xn--mller-kva.example", false), ("anna@Müller.example", false),
            ("root", false), ("", false), ("joe@out.example.net", true), ("joe%out.example.net@example.com", true),
            ("out.example.net!joe@example.com", true), ("out.example.net!joe", true), ("joe%out.example.net", true),
            ("\"joe@out.example.net\"@example.com", true), ("@example.com:joe@out.example.net", true),
            ("@", true), ("joe@", true), ("@example.com", true), ("joe@[192.0.2.1]", true),
            (String(repeating: "a", count: 100_000) + "@example.com", true),
        ])
    func external(recipient: String, isExternal: Bool) throws {
        let domains = try #require(OwnDomains(["example.com", ".example.org", "müller.example"]))
        #expect(domains.isExternal(recipient) == isExternal)
    }
}
