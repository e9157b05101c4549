// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import OutgoingBrake
import TestSupport
import Testing

@Suite("Brake in the milter") struct BrakeMilterTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func yaml(_ more: String = "") -> String {
        """
        policy: {trusted-networks: [192.0.2.0/24], devices: [203.0.113.5, "2001:db8:5::/64"], relays: [203.0.113.6]}
        brake:
          folder: \(folder.root)
          domains: [site.example.com]
          \(more.replacing("\n", with: "\n  "))
        """
    }

    private static func external(_ count: Int) -> [String] { (0..<count).map { "u\($0)@out.example.net" } }

    /// The replies to messages from one client, each to so many external recipients.
    private func send(
        _ filter: RunningFilter, _ counts: [Int], user: String? = nil, address: String = "198.51.100.7",
        own: Int = 1, actions: UInt32 = 0x1ff
    ) async throws -> [[MilterClient.Reply]] {
        try await blocking { [path = filter.milterSocket] in
            let client = try MilterClient(path: path)
            try client.negotiate(actions: actions)
            try client.greet(address: address)
            return try counts.map { count in
                let recipients = (0..<own).map { "anna\($0)@Site.example.com" } + Self.external(count)
                return try client.submit(TestMail.message(), user: user, recipients: recipients)
            }
        }
    }

    @Test("the message that passes a login's ceiling is put on hold, with the tags that it would have had")
    func hold() async throws {
        try await withFilter(yaml()) { filter in
            let replies = try await send(filter, [60, 40, 1, 0, 5], user: "anna@site.example.com", own: 200)
            #expect(replies.map { $0.map(\.letter) } == [["c"], ["c"], ["q", "c"], ["c"], ["q", "c"]])
            #expect(replies[2][0].text == "X-Spreu: brake: too many recipients, see spreu brake|")
            // Another login's mail goes out.
            let otto = try await send(filter, [50], user: "otto")
            #expect(otto.map { $0.map(\.letter) } == [["c"]])
            let metrics = filter.metrics
            for line in [
                #"spreu_brake_messages_total{sender="login",result="held"} 2"#,
                #"spreu_brake_messages_total{sender="login",result="passed"} 3"#,
                #"spreu_brake_recipients_total{sender="login"} 156"#, #"spreu_brake_holds_total{sender="login"} 1"#,
                "spreu_brake_on_hold 1", "spreu_brake_senders 2",
                #"spreu_brake_top_recipients{window="hour",rank="1"} 106"#,
                #"spreu_brake_top_recipients{window="day",rank="2"} 50"#,
                #"spreu_brake_top_recipients{window="day",rank="5"} 0"#,
            ] {
                #expect(metrics.contains(line + "\n"), "\(line)")
            }
            #expect(!metrics.contains("anna") && !metrics.contains("otto"))
        }
    }

    @Test(
        "clients inside are counted by their address, and nobody else",
        arguments: [
            ("203.0.113.5", nil, true), ("192.0.2.7", nil, true), ("2001:db8:5::1", nil, true),
            ("198.51.100.7", nil, false), ("203.0.113.6", nil, false), ("127.0.0.1", nil, false),
            // Who logs in through a relay is counted by the login.
            ("203.0.113.6", "anna", true),
        ] as [(String, String?, Bool)])
    func clients(address: String, user: String?, isCounted: Bool) async throws {
        try await withFilter(yaml("hour: 500")) { filter in
            let replies = try await send(filter, [101, 101], user: user, address: address)
            #expect(replies.map { $0.contains { $0.letter == "q" } } == [isCounted, isCounted])
            #expect(replies.allSatisfy { $0.last?.letter == "c" })
            #expect(filter.metrics.contains("spreu_brake_senders \(isCounted ? 1 : 0)\n"))
        }
    }

    @Test("the addresses of a /64 are one client")
    func network() async throws {
        try await withFilter(yaml()) { filter in
            let one = try await send(filter, [60], address: "2001:db8:5::1")
            #expect(one[0].map(\.letter) == ["c"])
            let other = try await send(filter, [60], address: "2001:db8:5::ffff:1")
            #expect(other[0].map(\.letter) == ["q", "c"])
        }
    }

    @Test("own ceilings count for their names")
    func own() async throws {
        let own = """
            own:
              - {login: Newsletter, ten-minutes: 2000, hour: 2000, day: 4000}
              - {client: 203.0.113.5, ten-minutes: 5}
            """
        try await withFilter(yaml(own)) { filter in
            let newsletter = try await send(filter, [999, 999, 3], user: "newsletter")
            #expect(newsletter.map { $0.map(\.letter) } == [["c"], ["c"], ["q", "c"]])
            let scanner = try await send(filter, [5, 1], address: "203.0.113.5")
            #expect(scanner.map { $0.map(\.letter) } == [["c"], ["q", "c"]])
        }
    }

    @Test("mail that is refused is not counted: its sender sends it again")
    func refused() async throws {
        let policy = "policy: {authenticated: filter, reject-at: 5}\n"
        let brake = yaml().split(separator: "\n").dropFirst().joined(separator: "\n")
        try await withFilter(
            policy + brake, prepare: { try TestModel.write(to: $0.path("model"), intercept: 100) }
        ) { filter in
            let replies = try await send(filter, [200], user: "anna")
            #expect(replies[0].map(\.letter) == ["y"])
            #expect(filter.metrics.contains("spreu_brake_senders 0\n"))
        }
    }

    @Test("without a model, and when tagging what is sent, the brake works as well")
    func noModel() async throws {
        try await withFilter(yaml(), prepare: { _ in }) { filter in
            let replies = try await send(filter, [101], user: "anna")
            #expect(replies[0].map(\.letter) == ["q", "c"])
        }
    }

    @Test("a mail server that cannot hold mail delivers it, and a metric says so")
    func unheld() async throws {
        try await withFilter(yaml()) { filter in
            let replies = try await send(filter, [101, 1], user: "anna", actions: 0x1df)
            #expect(replies.map { $0.map(\.letter) } == [["c"], ["c"]])
            #expect(filter.metrics.contains(#"spreu_brake_messages_total{sender="login",result="unheld"} 2"#))
        }
    }

    @Test("counts and holds survive a restart")
    func restart() async throws {
        try await withFilter(yaml()) { filter in
            let anna = try await send(filter, [101], user: "anna")
            #expect(anna[0].first?.letter == "q")
            let otto = try await send(filter, [60], user: "otto")
            #expect(otto[0].map(\.letter) == ["c"])
        }
        try await withFilter(yaml()) { filter in
            #expect(filter.metrics.contains("spreu_brake_on_hold 1\n"))
            let anna = try await send(filter, [1], user: "anna")
            #expect(anna[0].first?.letter == "q")
            let otto = try await send(filter, [40, 1], user: "otto")
            #expect(otto.map { $0[0].letter } == ["c", "q"])
        }
    }

    @Test("a hold is in the file at once, so that it can be listed and released")
    func release() async throws {
        let brake = BrakeFolder(folder.root)
        try await withFilter(yaml()) { filter in
            let held = try await send(filter, [101], user: "Anna")
            #expect(held[0].first?.letter == "q")
            let isSaved = await eventually { (try? CountsFile(contentsOf: brake))?.senders.count == 1 }
            #expect(isSaved)
            let release = Release(time: 1, author: "hans", name: "anna")
            try ReleaseFile.add(release, to: brake)
            filter.daemon.context.brake?.keepUp()
            #expect(filter.metrics.contains("spreu_brake_on_hold 0\n"))
            let anew = try await send(filter, [100, 1], user: "anna")
            #expect(anew.map { $0[0].letter } == ["c", "q"])
            filter.daemon.context.brake?.keepUp()
            #expect(filter.metrics.contains("spreu_brake_releases_total 1\n"))
        }
        // A release is carried out once, whoever reads it next.
        try await withFilter(yaml()) { filter in
            let again = try await send(filter, [1], user: "anna")
            #expect(again[0].first?.letter == "q")
        }
    }

    @Test(
        "a hostile login costs nothing but its own mail",
        arguments: [
            String(repeating: "x", count: 10_240), "a\nb\u{1B}[2J\u{202E}", "-rf", "$(touch /tmp/x)", " ",
            "login 1 2 3 held=",
        ])
    func hostile(login: String) async throws {
        try await withFilter(yaml()) { filter in
            let replies = try await send(filter, [101], user: login)
            #expect(replies[0].map(\.letter) == ["q", "c"])
            filter.daemon.context.brake?.keepUp()
        }
        let file = try CountsFile(contentsOf: BrakeFolder(folder.root))
        #expect(file.unreadLines == 0 && file.senders.keys.map(\.name) == [OutgoingSender(login: login).name])
    }

    @Test("a folder that cannot be written, or files that are none, stop no mail")
    func badFolder() async throws {
        try Data("rubbish\n".utf8).write(to: URL(fileURLWithPath: folder.path("counts")))
        try FileManager.default.createDirectory(atPath: folder.path("releases"), withIntermediateDirectories: false)
        try await withFilter(yaml()) { filter in
            let replies = try await send(filter, [101], user: "anna")
            #expect(replies[0].first?.letter == "q")
        }
        let gone = yaml().replacing(folder.root, with: folder.path("gone"))
        try await withFilter(gone) { filter in
            let replies = try await send(filter, [101], user: "anna")
            #expect(replies[0].first?.letter == "q")
            filter.daemon.context.brake?.keepUp()
            // The daemon itself may be about to save: then it is that which fails, a moment later.
            let isCounted = await eventually { filter.metrics.contains("spreu_brake_save_errors_total") }
            #expect(isCounted, "\(filter.metrics)")
        }
    }

    @Test("without a brake no recipients are asked for, and nothing is counted")
    func off() async throws {
        try await withFilter { filter in
            try await blocking { [path = filter.milterSocket] in
                let client = try MilterClient(path: path)
                try client.negotiate()
                #expect(client.steps & 1 << 3 != 0)
            }
            let replies = try await send(filter, [5_000], user: "anna")
            #expect(replies[0].map(\.letter) == ["c"])
            #expect(!filter.metrics.contains("spreu_brake"))
        }
    }
}
