// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Logging
import OutgoingBrake
import SiteConfiguration
import Synchronization
import TestSupport
import Testing

@Suite("What the brake tells") struct BrakeAnnouncementTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func content(_ name: String) -> String {
        (try? String(contentsOfFile: folder.path(name), encoding: .utf8)) ?? ""
    }

    private struct Brake {
        let service: BrakeService
        let metrics: FilterMetrics
    }

    /// A brake that logs to a file.
    private func brake(
        _ more: String = "", clock: @escaping @Sendable () -> ClockReading = { .now }
    ) throws -> Brake {
        let configuration = try FilterConfiguration(
            path: "test",
            text: """
                model: /m
                key: /k
                milter: {listen: systemd}
                brake:
                  folder: \(folder.root)
                  domains: example.com
                  \(more.replacing("\n", with: "\n  "))
                """)
        let metrics = FilterMetrics(registry: MetricsRegistry())
        let descriptor = open(folder.path("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        let logger = Logger(label: "test") {
            ServiceLogHandler(label: $0, configuration: configuration.log, descriptor: descriptor)
        }
        let section = try #require(configuration.brake)
        return Brake(
            service: BrakeService(section, metrics: metrics, logger: logger, clock: clock), metrics: metrics)
    }

    private static func mail(_ login: String, _ recipients: Int, canBeHeld: Bool = true) -> OutgoingMail {
        OutgoingMail(sender: OutgoingSender(login: login), recipients: recipients, canBeHeld: canBeHeld)
    }

    @Test("a program is run once at each hold, with the facts in its environment and nothing else of the filter's")
    func command() async throws {
        let script = folder.path("script")
        let text = """
            echo "$@" > args; ls -l /proc/self/fd > fds; cat > input; env > env.new; mv env.new env
            """
        try Data("cd \(folder.root); \(text)\n".utf8).write(to: URL(fileURLWithPath: script))
        let brake = try brake("command: [/bin/sh, \(script), \"two words\", $HOME]")
        // One that a program would inherit if nothing was done about it.
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        setenv("SPREU_SECRET", "secret", 1)
        for _ in 0..<5 {
            _ = brake.service.decide(Self.mail("a\n$(id)", 101), queueID: "4ABC")
        }
        #expect(await eventually { !content("env").isEmpty }, "\(content("log"))")
        let environment = content("env")
        for line in [
            #"SPREU_BRAKE_SENDER=a\n$(id)"#, "SPREU_BRAKE_KIND=login", "SPREU_BRAKE_WINDOW=ten-minutes",
            "SPREU_BRAKE_RECIPIENTS=101", "SPREU_BRAKE_CEILING=100", "SPREU_BRAKE_ON_HOLD=yes",
            "SPREU_BRAKE_QUEUE_ID=4ABC",
        ] {
            #expect(environment.split(separator: "\n").contains(Substring(line)), "\(line)\n\(environment)")
        }
        #expect(!environment.contains("SPREU_SECRET"))
        #expect(content("args") == "two words $HOME\n" && content("input").isEmpty)
        #expect(!content("fds").isEmpty && !content("fds").contains("socket:"), "\(content("fds"))")
        #expect(
            await eventually { brake.metrics.registry.prometheusText().contains(#"means="command",result="done"} 1"#) })
    }

    @Test("a mail goes to the addresses, names the sender and no message, and says what to do")
    func mail() async throws {
        // tee stands for sendmail: it takes -i and --, and writes what it gets to files of the addresses' names.
        let addresses = ["root@example.com", "otto@example.com"].map(folder.path)
        let brake = try brake("mail-to: [\(addresses.joined(separator: ", "))]\nsendmail: /usr/bin/tee")
        _ = brake.service.decide(Self.mail("anna o'hara; id", 150), queueID: "../x\ny")
        #expect(
            await eventually { brake.metrics.registry.prometheusText().contains(#"means="mail",result="done"} 1"#) })
        let mail = content("otto@example.com")
        #expect(content("root@example.com") == mail)
        #expect(
            mail.hasPrefix(
                "To: \(addresses.joined(separator: ", "))\nSubject: Spreu: outgoing mail is on hold on "))
        #expect(mail.contains("\nAuto-Submitted: auto-generated\n"))
        #expect(
            mail.contains("The login anna o'hara; id has sent to 150 external recipients in ten minutes, ceiling 100."))
        #expect(mail.contains(#"spreu brake release 'anna o'\''hara; id'"#) && mail.contains("First message: unknown"))
    }

    @Test(
        "a program that fails, dies or is missing is told in the log, and holds up nobody",
        arguments: [
            ("[/bin/sh, -c, exit 3]", "exit code 3"), ("[/bin/sh, -c, kill -9 $$]", "ended by signal 9"),
            ("/nonexistent/tell", "No such file"),
        ])
    func failing(command: String, reason: String) async throws {
        let brake = try brake("command: \(command)")
        let decision = brake.service.decide(Self.mail("anna", 101), queueID: nil)
        #expect(decision.result == .held)
        #expect(await eventually { content("log").contains(reason) }, "\(content("log"))")
        #expect(brake.metrics.registry.prometheusText().contains(#"means="command",result="failed"} 1"#))
    }

    @Test("the log names the sender at the beginning and the end of a hold, and what a release did")
    func log() throws {
        let clock = FakeClock()
        let brake = try brake(clock: { clock.reading })
        for _ in 0..<2 { _ = brake.service.decide(Self.mail("anna", 101), queueID: "4ABC") }
        clock.advance(700)
        brake.service.keepUp()
        _ = brake.service.decide(Self.mail("otto", 101), queueID: nil)
        try ReleaseFile.add(Release(time: 1, author: "hans", name: "otto"), to: BrakeFolder(folder.root))
        brake.service.keepUp()
        let lines = content("log").split(separator: "\n").map { $0.drop { $0 != " " }.dropFirst() }
        try #require(lines.count == 4, "\(lines)")
        #expect(lines[0].hasPrefix("error brake: outgoing mail of this sender is put on hold;"))
        #expect(lines[0].hasSuffix("ceiling=100 login=anna queue=4ABC recipients=101 window=ten-minutes"))
        #expect(
            lines[1].hasPrefix("notice brake: further mail of this sender goes out again;")
                && lines[1].hasSuffix("login=anna"))
        #expect(lines[2].contains("login=otto"))
        #expect(lines[3].hasPrefix("notice brake: released by command;") && lines[3].contains("by=hans login=otto"))
    }

    @Test("that a hold has ended is kept, and who has sent nothing for a day is in no file")
    func forgotten() throws {
        let clock = FakeClock()
        let brake = try brake(clock: { clock.reading })
        func file() throws -> CountsFile { try CountsFile(contentsOf: BrakeFolder(folder.root)) }
        _ = brake.service.decide(Self.mail("anna", 101), queueID: nil)
        brake.service.keepUp()
        #expect(try file().senders.values.map { $0.heldSince != nil } == [true])
        clock.advance(700)
        brake.service.keepUp()
        #expect(try file().senders.values.map { $0.heldSince != nil } == [false])
        clock.advance(90_000)
        brake.service.keepUp()
        #expect(try file().senders.isEmpty)
    }

    @Test("what the mail server cannot hold is told once a minute")
    func unheld() throws {
        let clock = FakeClock()
        let brake = try brake(clock: { clock.reading })
        for _ in 0..<180 {
            #expect(brake.service.decide(Self.mail("anna", 101, canBeHeld: false), queueID: nil).result == .unheld)
            clock.advance(1)
        }
        #expect(
            content("log").split(separator: "\n").count { $0.contains("does not let the filter put mail on hold") } == 3
        )
    }

    @Test(
        "setting the wall clock, forward or back, frees nobody and keeps nobody longer",
        arguments: [-400_000_000, -3_600, 3_600, 400_000_000] as [Int64])
    func wallClock(jump: Int64) throws {
        let clock = FakeClock()
        let brake = try brake(clock: { clock.reading })
        _ = brake.service.decide(Self.mail("anna", 101), queueID: nil)
        clock.setWall(by: jump)
        clock.advance(60)
        brake.service.keepUp()
        #expect(brake.service.decide(Self.mail("anna", 1), queueID: nil).result == .held)
        clock.advance(640)
        brake.service.keepUp()
        #expect(brake.service.decide(Self.mail("anna", 1), queueID: nil).result == .passed)
        // The next process is not freed by a jump forward either; one back makes it count on from where it was.
        _ = brake.service.decide(Self.mail("otto", 101), queueID: nil)
        brake.service.keepUp()
        clock.setWall(by: jump)
        clock.advance(30)
        let next = try self.brake(clock: { clock.reading })
        #expect(next.service.decide(Self.mail("otto", 1), queueID: nil).result == .held)
        clock.advance(700)
        #expect(next.service.decide(Self.mail("otto", 1), queueID: nil).result == .passed)
    }
}

/// Two clocks that a test sets.
private final class FakeClock: Sendable {
    private let state = Mutex(ClockReading(boot: 100_000, wall: 1_800_000_000))

    var reading: ClockReading { state.withLock { $0 } }

    func advance(_ seconds: Int64) {
        state.withLock { state in
            state.boot += seconds
            state.wall += seconds
        }
    }

    func setWall(by seconds: Int64) { state.withLock { $0.wall += seconds } }
}
