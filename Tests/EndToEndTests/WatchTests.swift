// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu watch and spreu incident")
struct WatchTests {
    private let spreu = Program("spreu")
    private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// A site's folder with a configuration; what is told goes to the file `told`.
    private struct Site {
        let folder: ScratchFolder
        var config: String { folder.path("spreu.yaml") }
        var told: String { (try? String(contentsOfFile: folder.path("told"), encoding: .utf8)) ?? "" }
        var incidents: String {
            (try? String(contentsOfFile: folder.path("alarms/incidents.jsonl"), encoding: .utf8)) ?? ""
        }

        init(_ extra: String = "", alarms: String = "") throws {
            folder = try ScratchFolder()
            try script(
                "tell",
                #"echo "command $SPREU_ALARM_EVENT $SPREU_ALARM_RULES $SPREU_ALARM_WHO: $SPREU_ALARM_TEXT" >> \#(folder.path("told"))"#
            )
            try script("sendmail", "echo \"mail $*\" >> \(folder.path("told")); cat >> \(folder.path("told"))")
            let text = """
                store: \(folder.path("store"))
                key: \(folder.path("key"))
                models: \(folder.path("models"))
                sources: []
                \(extra)
                alarms:
                  folder: \(folder.path("alarms"))
                  domains: [example.com]
                  networks: [192.0.2.0/24]
                  command: [\(folder.path("tell"))]
                  mail-to: [postmaster@example.com]
                  sendmail: \(folder.path("sendmail"))
                  \(alarms)

                """
            try text.write(toFile: config, atomically: true, encoding: .utf8)
        }

        private func script(_ name: String, _ text: String) throws {
            try "#!/bin/sh\n\(text)\n".write(toFile: folder.path(name), atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path(name))
        }
    }

    /// A message of a login to so many external recipients.
    private static func message(_ id: String, recipients: Int, at time: Date = Date()) -> String {
        let stamp = ISO8601DateFormatter().string(from: time)
        var text =
            "\(stamp) mx postfix/smtpd[1]: \(id): client=x[198.51.100.7], sasl_method=PLAIN, sasl_username=annaberg\n"
        for number in 0..<recipients {
            text +=
                "\(stamp) mx postfix/smtp[3]: \(id): to=<\(id)\(number)@example.net>, "
                + "relay=mx.example.net[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)\n"
        }
        return text
    }

    @Test("an incident is told once, by the program first, then by mail, with what to do and without the name")
    func told() throws {
        let site = try Site()
        let log = site.folder.path("mail.log")
        try Self.message("AAAAA1", recipients: 120).write(toFile: log, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["watch", "--once", "--json", "--config", site.config, log])
        #expect(outcome.code == 14, "\(outcome.errors)")
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == 1)
        let told = try JSON(Array(outcome.output))
        #expect(told["event"].string == "opened")
        #expect(told["incident"]["queueIDs"].elements.first?.string == "AAAAA1")
        #expect(site.told.hasPrefix("command opened ceiling login "))
        // Lines of a mail end where they have to.
        let words = site.told.replacing("\n    ", with: " ")
        #expect(words.contains("mail -i -- postmaster@example.com") && words.contains("doveadm kick"))
        for text in [site.told, outcome.text, outcome.errors] { #expect(!text.contains("annaberg")) }

        // Nothing is counted or told twice.
        let again = try spreu.run(["watch", "--once", "--config", site.config, log])
        #expect(again.code == 14 && again.text.isEmpty)
        #expect(site.told.components(separatedBy: "command opened").count == 2)
        for file in ["counters", "incidents.jsonl"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: site.folder.path("alarms/" + file))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("with 'language: de' all that people read is German, and what programs read is not")
    func german() throws {
        let site = try Site(alarms: "language: de")
        let log = site.folder.path("mail.log")
        try Self.message("AAAAA1", recipients: 120).write(toFile: log, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["watch", "--once", "--config", site.config, log])
        #expect(outcome.code == 14 && outcome.text.contains(" neu: "), "\(outcome.errors)")
        #expect(outcome.text.contains(" externe Empfänger in zehn Minuten (Grenze 100)"))
        for words in [
            "command opened ceiling login ", "externe Empfänger in zehn Minuten", "Subject: Spreu: Alarm ",
            "Was zu tun ist:",
            "ist es vorbei: ", "spreu incident close",
        ] {
            #expect(site.told.contains(words), "\(words): \(site.told)")
        }
        let list = try spreu.run(["incident", "--config", site.config])
        #expect(list.text.contains("  offen        ") && list.text.contains("externe Empfänger"))
        let id = String(list.text.prefix { $0 != " " })
        let show = ["incident", "show", "--config", site.config, "--reason", "Bereitschaft", id]
        let shown = try spreu.run(show)
        for words in ["Vorfall \(id), offen", "Konto: ", "zuerst ", "im Log: journalctl", "angesehen von "] {
            #expect(shown.text.contains(words), "\(words)")
        }
        let english = try spreu.run(show + ["--language", "en"])
        let lines = Set(english.text.split(separator: "\n"))
        #expect(lines.contains("What to do:"))
        for line in shown.text.split(separator: "\n") where line.contains(/[a-z]{2,} [a-z]{2,}/) {
            #expect(!lines.contains(line), "\(line)")
        }
        let json = try spreu.run(["incident", "--json", "--config", site.config])
        #expect(json.text.contains("external recipients in ten minutes") && !json.text.contains("Empfänger"))
        #expect(try spreu.run(["watch", "--totals", "--config", site.config]).text.hasPrefix("Monat "))
    }

    @Test("a name is shown for a reason only, the look is noted, and closing forgets it")
    func incident() throws {
        let site = try Site()
        let log = site.folder.path("mail.log")
        try Self.message("AAAAA1", recipients: 120).write(toFile: log, atomically: true, encoding: .utf8)
        _ = try spreu.run(["watch", "--once", "--config", site.config, log])
        let list = try spreu.run(["incident", "--config", site.config])
        #expect(list.code == 14 && list.text.contains("120 external recipients") && !list.text.contains("annaberg"))
        let id = String(list.text.prefix { $0 != " " })
        #expect(try spreu.run(["incident", "show", "--config", site.config, id]).code == 64)
        #expect(!site.incidents.contains("on call"))
        let shown = try spreu.run(["incident", "show", "--config", site.config, "--reason", "on call", id])
        #expect(shown.code == 0 && shown.text.contains("annaberg") && shown.text.contains("on call"))
        #expect(site.incidents.contains("on call"))
        #expect(try spreu.run(["incident", "close", "--config", site.config, id]).code == 0)
        #expect(try spreu.run(["incident", "close", "--config", site.config, id]).code == 66)
        #expect(!site.incidents.contains("annaberg"))
        #expect(try spreu.run(["incident", "--config", site.config]).code == 0)
        let after = try spreu.run(["incident", "show", "--config", site.config, "--reason", "on call", id])
        #expect(after.code == 0 && !after.text.contains("annaberg"))
    }

    @Test("no rule looks at who is excluded, a message that was under way over a restart included")
    func excluded() throws {
        let site = try Site("exclude: {accounts: [annaberg]}")
        let log = site.folder.path("mail.log")
        let lines = Self.message("AAAAA1", recipients: 120).split(separator: "\n", maxSplits: 1)
        try (lines[0] + "\n").write(toFile: log, atomically: false, encoding: .utf8)
        #expect(try spreu.run(["watch", "--once", "--config", site.config, log]).code == 0)
        try (lines[0] + "\n" + lines[1]).write(toFile: log, atomically: false, encoding: .utf8)
        let after = try spreu.run(["watch", "--once", "--config", site.config, log])
        #expect(after.code == 0 && site.told.isEmpty, "\(after.errors)\(site.told)")
        let counters = try String(contentsOfFile: site.folder.path("alarms/counters"), encoding: .utf8)
        #expect(counters.contains("\nsite recipients") && !counters.contains("\nsource "), "\(counters.prefix(600))")
    }

    @Test("a live watch goes on over rotation, and a second one is refused")
    func rotation() throws {
        let site = try Site()
        let (log, old) = (site.folder.path("mail.log"), site.folder.path("mail.log.1"))
        try Self.message("AAAAA1", recipients: 60).write(toFile: log, atomically: false, encoding: .utf8)
        let watch = try RunningProgram(
            spreu.path, ["watch", "--config", site.config, log, old], log: site.folder.path("out"))
        defer { watch.signal(SIGKILL) }
        #expect(eventually { FileManager.default.fileExists(atPath: site.folder.path("alarms/watch.lock")) })
        let second = try spreu.run(["watch", "--once", "--config", site.config, log])
        #expect(second.code == 75)
        try FileManager.default.moveItem(atPath: log, toPath: old)
        try Self.message("AAAAA2", recipients: 60).write(toFile: log, atomically: false, encoding: .utf8)
        #expect(eventually { watch.log.contains("opened") })
        #expect(watch.log.contains("100 external recipients in ten minutes") || watch.log.contains("120 external"))
    }

    @Test("standard input is read as it comes")
    func input() throws {
        let site = try Site()
        let text = Self.message("AAAAA1", recipients: 120)
        let outcome = try spreu.run(["watch", "--config", site.config, "-"], input: Data(text.utf8))
        #expect(outcome.code == 14 && outcome.text.contains("opened"), "\(outcome.errors)")
    }

    @Test("counters that are damaged are moved aside, and said so")
    func damaged() throws {
        let site = try Site()
        try FileManager.default.createDirectory(atPath: site.folder.path("alarms"), withIntermediateDirectories: true)
        try "x\n".write(toFile: site.folder.path("alarms/counters"), atomically: true, encoding: .utf8)
        let log = site.folder.path("mail.log")
        try Self.message("AAAAA1", recipients: 1).write(toFile: log, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["watch", "--once", "--config", site.config, log])
        #expect(outcome.code == 4 && outcome.errors.contains("counters.damaged"))
    }

    @Test("of damaged incidents those that can be read are kept, and it is said")
    func damagedIncidents() throws {
        let site = try Site()
        let log = site.folder.path("mail.log")
        try Self.message("AAAAA1", recipients: 120).write(toFile: log, atomically: true, encoding: .utf8)
        #expect(try spreu.run(["watch", "--once", "--config", site.config, log]).code == 14)
        let whole = site.incidents
        try (whole + "{\"id\": 7\n").write(
            toFile: site.folder.path("alarms/incidents.jsonl"), atomically: true, encoding: .utf8)
        let list = try spreu.run(["incident", "--config", site.config])
        #expect(list.code == 65 && list.errors.contains("line 2"), "\(list.errors)")
        let outcome = try spreu.run(["watch", "--once", "--config", site.config, log])
        #expect(outcome.code == 14 && outcome.errors.contains("1 line left out"), "\(outcome.errors)")
        #expect(site.incidents == whole)
        #expect(FileManager.default.fileExists(atPath: site.folder.path("alarms/incidents.jsonl.damaged")))
    }

    /// Entries of the journal, one for each line of a log.
    private static func journal(_ log: String, from first: Int, sequence: String = "0123456789abcdef0123456789abcdef")
        -> String
    {
        var text = ""
        for (index, line) in log.split(separator: "\n").enumerated() {
            // The time and the host stand before the program.
            let words = line.split(separator: " ", maxSplits: 3)
            let program = words[2].prefix { $0 != "[" }
            let time = UInt64(Date().timeIntervalSince1970 * 1_000_000) + UInt64(first + index)
            let cursor = "s=\(sequence);i=\(String(first + index, radix: 16));b=1;m=2;t=\(String(time, radix: 16));x=3"
            text +=
                #"{"__CURSOR":"\#(cursor)","__REALTIME_TIMESTAMP":"\#(time)","_HOSTNAME":"mx","#
                + #""SYSLOG_IDENTIFIER":"\#(program)","SYSLOG_PID":"1","MESSAGE":"\#(words[3])"}"# + "\n"
        }
        return text
    }

    @Test("entries of the journal that are given again after a restart are counted once, and none is lost")
    func journal() throws {
        let site = try Site()
        func watch(_ text: String) throws -> Program.Outcome {
            try spreu.run(["watch", "--config", site.config, "-"], input: Data(text.utf8))
        }
        let first = Self.journal(Self.message("AAAAA1", recipients: 60), from: 1_000)
        #expect(try watch(first).code == 0)
        // As often as it is given, it is 60; so is what another journal calls by the same numbers, but once.
        #expect(try watch(first).code == 0)
        #expect(try watch(first + first).code == 0)
        let more = Self.journal(Self.message("AAAAA2", recipients: 39), from: 1_061)
        #expect(try watch(first + more).code == 0)
        let other = Self.journal(
            Self.message("AAAAA3", recipients: 1), from: 1_000, sequence: String(repeating: "f", count: 32))
        let last = try watch(first + more + other)
        #expect(
            last.code == 14 && site.told.contains("100 external recipients in ten minutes"),
            "\(last.errors)\(site.told)")
    }

    @Test("what was counted of the site by month is printed")
    func totals() throws {
        let site = try Site()
        let empty = try spreu.run(["watch", "--totals", "--config", site.config])
        #expect(empty.code == 0 && empty.text == "Nothing was counted yet.\n")
        let log = site.folder.path("mail.log")
        try Self.message("AAAAA1", recipients: 7).write(toFile: log, atomically: true, encoding: .utf8)
        _ = try spreu.run(["watch", "--once", "--config", site.config, log])
        let table = try spreu.run(["watch", "--totals", "--config", site.config]).text
        let words = table.split(separator: "\n").last?.split(separator: " ") ?? []
        #expect(words.count == 6 && words[2] == "7", "\(table)")
        let json = try JSON(Array(spreu.run(["watch", "--totals", "--json", "--config", site.config]).output))
        #expect(json.elements.first?["counts"]["recipients"].integer == 7)
        #expect(try spreu.run(["watch", "--totals", "--config", site.config, log]).code == 64)
    }

    @Test("a site without 'alarms', or with ceilings that cannot be, is an error that says what to do")
    func configuration() throws {
        let site = try Site()
        let text = try String(contentsOfFile: site.config, encoding: .utf8)
        try text.replacing("  command", with: "  hour: 50\n  command").write(
            toFile: site.config, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["watch", "--once", "--config", site.config, "x"])
        #expect(outcome.code == 78 && outcome.errors.contains("'hour' in alarms: it is lower (50)"))
        try String(text.prefix(upTo: text.range(of: "alarms:\n")?.lowerBound ?? text.endIndex)).write(
            toFile: site.config, atomically: true, encoding: .utf8)
        #expect(try spreu.run(["watch", "--once", "--config", site.config, "x"]).code == 78)
    }

    @Test(
        "in a generated month each incident is told in time, and little else",
        .enabled(if: python != nil, "python3 is not there"), arguments: [3, 4])
    func generated(seed: Int) throws {
        let folder = try ScratchFolder()
        let script = SharedFiles.projectRoot + "/scripts/alarm-figures"
        let arguments = [
            script, "--spreu", spreu.path, "--seeds", "1", "--first", String(seed), "--days", "35", "--users", "40",
            "--incidents", "fast-hack,fraud,guessed,silence", "--keep", folder.path("kept"),
        ]
        let outcome = try Program(path: try #require(Self.python)).run(arguments)
        try #require(outcome.code == 0, "\(outcome.errors)")
        for kind in ["fast-hack", "fraud", "guessed", "silence"] {
            let line = outcome.text.split(separator: "\n").first { $0.hasPrefix(kind + " ") }
            #expect(line?.contains(" 1/1 ") == true, "\(outcome.text)")
        }
        let falseAlarms = outcome.text.split(separator: "\n").first { $0.hasPrefix("false alarms") }?.split(
            separator: " "
        ).last
        #expect(falseAlarms.flatMap { Double($0) }.map { $0 < 3 } == true, "\(outcome.text)")
    }
}
