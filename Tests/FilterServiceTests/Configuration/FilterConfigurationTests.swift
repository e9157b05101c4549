// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Logging
import MailFeatures
import SiteConfiguration
import TestSupport
import Testing

@Suite("Configuration") struct FilterConfigurationTests {
    static let least =
        "model: /var/lib/spreu/current\nkey: /var/lib/spreu/site.key\nmilter:\n  listen: 127.0.0.1:7777\n"

    @Test("the least configuration is enough, and only tags")
    func least() throws {
        let configuration = try FilterConfiguration(path: "spreud.yaml", text: Self.least)
        #expect(configuration.model == "/var/lib/spreu/current")
        #expect(configuration.milter?.address == .tcp(host: "127.0.0.1", port: 7777))
        #expect(configuration.spamd == nil && configuration.http == nil)
        #expect(configuration.policy.rejectAt == nil && configuration.onError == .accept)
        #expect(configuration.limits == FilterLimits())
    }

    @Test("every key is read")
    func all() throws {
        let configuration = try FilterConfiguration(
            path: "spreud.yaml",
            text: """
                model: /m
                key: /k
                public-key: /p
                milter: {listen: "unix:/run/spreu/milter", mode: 0666, group: postfix}
                spamd: {listen: "[::1]:783"}
                http: {listen: "0.0.0.0:11334", token: 0123456789abcdef}
                allow-remote: true
                learning-folder: /var/lib/spreu/drop
                site:
                  hosts: [Site.example.com, mx.example.com]
                  networks: 192.0.2.0/24
                  recipients: [example.com]
                  ignore-fields: [X-Company-*]
                hostname: mx.example.com
                on-error: tempfail
                policy:
                  spam-flag: true
                  spam-status: yes
                  subject-prefix: "[SPAM] "
                  reject-at: 12.5
                  quarantine-at: 9
                  tempfail-at: 7
                  reject-text: No, thank you
                  trusted-networks: [10.0.0.0/8, "2001:db8::/32"]
                  authenticated: filter
                  trusted: filter
                  local: filter
                limits:
                  message-bytes: 2000000
                  memory-bytes: 3000000
                  header-fields: 100
                  header-bytes: 65536
                  connections: 10
                  queue: 20
                  threads: 2
                  message-seconds: 5
                  command-seconds: 6
                  idle-seconds: 7
                  shutdown-seconds: 8
                model-check-seconds: 9
                log: {level: debug, format: json}
                """)
        #expect(configuration.publicKey == "/p")
        #expect(configuration.milter?.mode == 0o666 && configuration.milter?.group == "postfix")
        #expect(configuration.spamd?.address == .tcp(host: "::1", port: 783))
        #expect(configuration.httpToken == "0123456789abcdef")
        #expect(configuration.learningFolder == "/var/lib/spreu/drop")
        #expect(configuration.reading.site.hosts == ["Site.example.com", "mx.example.com"])
        #expect(configuration.reading.site.networks.count == 1)
        #expect(configuration.reading.site.recipients == ["example.com"])
        #expect(configuration.reading.site.ignoredFields == ["X-Company-*"])
        #expect(configuration.reading.hostname == "mx.example.com")
        #expect(configuration.onError == .tempfail)
        let policy = configuration.policy
        #expect(policy.addsSpamFlag && policy.addsSpamStatus && policy.subjectPrefix == "[SPAM] ")
        #expect(policy.rejectAt == 12.5 && policy.quarantineAt == 9 && policy.tempfailAt == 7)
        #expect(policy.trustedNetworks.count == 2 && policy.rejectText == "No, thank you")
        #expect(policy.authenticated == .filter && policy.trusted == .filter && policy.local == .filter)
        let limits = configuration.limits
        #expect(limits.messageBytes == 2_000_000 && limits.memoryBytes == 3_000_000 && limits.headerFields == 100)
        #expect(limits.headerBytes == 65_536 && limits.connections == 10 && limits.queuedMessages == 20)
        #expect(limits.threads == 2 && limits.messageSeconds == 5 && limits.commandSeconds == 6)
        #expect(limits.idleSeconds == 7 && limits.shutdownSeconds == 8 && configuration.modelCheckSeconds == 9)
        #expect(configuration.log.level == .debug && configuration.log.format == .json)
    }

    @Test(
        "a mistake is told with its line and what to do",
        arguments: [
            ("milters: {listen: x}", 5, "unknown key 'milters'; did you mean 'milter'?"),
            ("policy:\n  reject: 5", 6, "unknown key 'policy.reject'; known keys are: "),
            ("policy: {reject-at: high}", 5, "'policy.reject-at': write a number"),
            (
                "policy: {reject-at: 8, would-reject-at: 8}", 5,
                "'policy.would-reject-at': 'reject-at' rejects this mail already: write a lower value, or remove it"
            ),
            ("policy: {subject-prefix: \"a\\nb\"}", 5, "control characters"),
            ("spamd: {listen: 0.0.0.0:783}", 5, "or write 'allow-remote: true'"),
            ("spamd: {listen: mail.example.com:783}", 5, "other machines can reach"),
            ("spamd: {listen: 783}", 5, "invalid address '783': expected host:port, unix:/path or systemd"),
            ("spamd: {mode: 0600}", 5, "'spamd.listen': it is missing"),
            ("spamd: {listen: 127.0.0.1:783, mode: 0600}", 5, "valid for Unix sockets only"),
            ("spamd: {listen: unix:/a, mode: 9}", 5, "write permissions in octal digits, such as 0660"),
            ("http: {listen: 127.0.0.1:1, token: short}", 5, "a token must have at least 16 characters"),
            ("own-networks: [192.0.2.0/33]", 5, "invalid network '192.0.2.0/33': expected CIDR such as 192.0.2.0/24"),
            ("own-hosts: [\"a b\"]", 5, "invalid host 'a b': expected a name or domain such as mx.example.com"),
            ("public-key: model.pub", 5, "'model.pub' is not an absolute path"),
            ("on-error: drop", 5, "unknown value 'drop'; write one of: accept, tempfail"),
            ("limits: {threads: -1}", 5, "write a whole number from 0 to 1024"),
            ("limits: {message-bytes: 5000, memory-bytes: 4000}", 5, "it must be at least message-bytes (5000)"),
            ("log: {level: loud}", 5, "unknown value 'loud'"),
            ("on-error: accept\non-error: accept", nil, "'on-error' is given twice"),
            ("  bad", nil, "correct the YAML"), ("x: [", nil, "correct the YAML"),
            ("- a", nil, "correct the YAML"), ("policy: yes", 5, "expected lines of 'key: value'"),
        ] as [(String, Int?, String)])
    func mistakes(yaml: String, line: Int?, message: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try FilterConfiguration(path: "/etc/spreud.yaml", text: Self.least + yaml + "\n")
        }
        let text = try #require(error).description
        #expect(text.contains(message), "\(text)")
        #expect(text.hasPrefix("/etc/spreud.yaml:"), "\(text)")
        if let line { #expect(error?.line == line, "\(text)") }
    }

    @Test(
        "what is needed is asked for",
        arguments: [
            ("", "'model': it is missing"), ("model: /m", "'key': it is missing"),
            ("model: /m\nkey: /k", "no listener is configured"), ("model: m\nkey: /k", "'m' is not an absolute path"),
        ])
    func missing(yaml: String, message: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try FilterConfiguration(path: "f", text: yaml) }
        #expect(try #require(error).description.contains(message))
    }

    @Test("files that are none are told")
    func files() throws {
        let folder = try ScratchFolder()
        #expect(throws: ConfigurationError.self) { try FilterConfiguration.load(path: folder.path("none")) }
        #expect(throws: ConfigurationError.self) { try FilterConfiguration.load(path: folder.root) }
        try Data([0xff, 0xfe]).write(to: URL(fileURLWithPath: folder.path("binary")))
        #expect(throws: ConfigurationError.self) { try FilterConfiguration.load(path: folder.path("binary")) }
        try Data("0123456789abcdef0\n".utf8).write(to: URL(fileURLWithPath: folder.path("token")))
        let text = Self.least + "http: {listen: 127.0.0.1:1, token-file: \(folder.path("token"))}\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("good")))
        for mode in [0o644, 0o660, 0o604] as [mode_t] {
            try #require(chmod(folder.path("token"), mode) == 0)
            let error = #expect(throws: ConfigurationError.self) {
                try FilterConfiguration.load(path: folder.path("good"))
            }
            #expect(error?.description.contains("run chmod 640 on it") == true, "\(error?.description ?? "")")
        }
        try #require(chmod(folder.path("token"), 0o640) == 0)
        #expect(try FilterConfiguration.load(path: folder.path("good")).httpToken == "0123456789abcdef0")
    }

    @Test(
        "addresses are read, and told from those that other machines reach",
        arguments: [
            ("127.0.0.1:25", "127.0.0.1:25", false), ("localhost:25", "localhost:25", false),
            ("[::1]:25", "[::1]:25", false), ("127.8.9.1:0", "127.8.9.1:0", false), ("unix:/a/b", "unix:/a/b", false),
            ("systemd", "systemd", false), ("0.0.0.0:25", "0.0.0.0:25", true), ("[::]:25", "[::]:25", true),
            ("mx.example.com:25", "mx.example.com:25", true), ("[::ffff:127.0.0.1]:1", "[::ffff:127.0.0.1]:1", false),
        ])
    func addresses(text: String, description: String, isRemote: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.description == description && address.isRemote == isRemote)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", "25", ":25", "a:b", "a:65536", "a:-1", "::1:25", "unix:", "unix:relative", "a b:25", "http://a:25",
            "unix:/" + String(repeating: "a", count: 120),
        ])
    func noAddress(text: String) { #expect(ListenAddress(text) == nil) }
}
