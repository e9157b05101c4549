// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu status")
struct StatusTests {
    private func site(_ more: String = "") throws -> NightlyTests.Site {
        try NightlyTests.Site("gate:\n  label-days: 365\n\(more)")
    }

    @Test("a site that is well is one line and 0; the same as JSON")
    func fine() throws {
        let site = try site()
        #expect(try site.night().code == 0)
        site.now += 7 * 3_600
        let status = try site.run(["status"])
        #expect(status.code == 0 && status.errors.isEmpty, "\(status.text)")
        #expect(
            status.text.hasPrefix("SPREU OK - ") && status.text.contains(" spam labelled in 365 days; ")
                && status.text.contains("; the model is 7 hours old; the last run began 7 hours ago; 1 account; "))
        #expect(
            status.text.contains(
                "names in reports 60 days, evidence of alarms 30 days, totals of the logs 730 days, 10 models | "),
            "as long as models are compared")
        #expect(status.text.contains("modelAgeHours=7 nightAgeHours=7 accounts=1 accountsUnread=0\n"))
        let json = try site.run(["status", "--json"]).value
        #expect(json["status"].string == "OK" && json["code"].integer == 0 && json["problems"] == .array([]))
        #expect(json["model"].string == site.current && json["night"]["outcome"].string == "served")
        let report = try site.run(["status", "--report"]).text
        // It is mailed each night.
        #expect(report.prefix(while: { $0 != "|" }).split(separator: "\n").allSatisfy { $0.count <= 76 }, "\(report)")
        #expect(
            report.hasPrefix("SPREU OK - ") && report.contains("\ningest   ") && report.contains("\nresult   served "))
    }

    @Test("in German it is the same line in other words, and the night's report after it; programs read English")
    func german() throws {
        let site = try site()
        #expect(try site.run(["status", "--language", "de"]).text.hasPrefix("SPREU UNKNOWN - "))
        #expect(try site.night("--language", "de").code == 0)
        site.now += 7 * 3_600
        let german = try site.run(["status", "--language", "de", "--report"])
        let text = german.text.replacing("\n  ", with: " ")
        #expect(german.code == 0 && text.hasPrefix("SPREU OK - in 365 Tagen "), "\(text)")
        for clause in [
            "; das Modell ist 7 Stunden alt; der letzte Lauf begann vor 7 Stunden; 1 Konto; ", " Spam gelabelt; ",
            "Namen in Berichten 60 Tage, Belege der Alarme 30 Tage, Summen der Logs 730 Tage, 10 Modelle | ham=",
            "\nErgebnis  ",
        ] { #expect(text.contains(clause), "\(clause) in \(text)") }
        let english = try site.run(["status", "--language", "en"]).text
        let line = text.prefix { $0 != "\n" }
        #expect(line.drop { $0 != "|" } == english.prefix { $0 != "\n" }.drop { $0 != "|" })
        #expect(line.prefix { $0 != "|" }.split(separator: "; ").count == english.split(separator: "; ").count)
        let environment = ["LANG": "de_DE.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", "SPREU_NOW": "\(site.now)"]
        for (format, isEnglish) in [
            ("text", false), ("nagios", true), ("json", true), ("checkmk", true), ("zabbix", true),
        ] {
            let outcome = try Program("spreu").run(
                ["status", "--config", site.folder.path("spreu.yaml"), "--format", format], environment: environment)
            #expect(outcome.text.contains("Modell ist") == !isEnglish, "\(outcome.text)")
        }
        #expect(try site.run(["status", "--language", "de", "--format", "nagios"]).code == 64)
        site.now += 9 * 86_400
        let late = try site.run(["status", "--language", "de"])
        #expect(late.code == 2 && late.text.hasPrefix("SPREU CRITICAL - das Modell ist 9 Tage alt; "), "\(late.text)")
        #expect(late.text.contains("der letzte Lauf begann vor 9 Tagen"))
    }

    @Test("that no night was run any more is told without one")
    func missed() throws {
        let site = try site()
        try site.night()
        site.now += 31 * 3_600
        let late = try site.run(["status"])
        #expect(late.code == 1 && late.text.contains("the last run began 31 hours ago"), "\(late.text)")
        site.now += 10 * 86_400
        let missed = try site.run(["status"])
        #expect(
            missed.code == 2 && missed.text.hasPrefix("SPREU CRITICAL - the model is 11 days old; "), "\(missed.text)")
    }

    @Test("before the first night there is nothing, and what cannot be looked at is unknown")
    func unknown() throws {
        let site = try site()
        let none = try site.run(["status"])
        #expect(
            none.code == 3 && none.text.hasPrefix("SPREU UNKNOWN - ") && none.text.split(separator: "\n").count == 1)
        try site.night()
        try FileManager.default.removeItem(atPath: site.folder.path("store"))
        #expect(try site.run(["status"]).code == 2)
        try site.configure("keeep: 1")
        let wrong = try site.run(["status", "--json"])
        #expect(wrong.code == 3, "\(wrong.text)")
        #expect(try wrong.value["problems"].elements.first?.string?.contains("unknown key 'keeep'") == true)
    }

    @Test("the first night, in which nothing counts yet, alarms nobody")
    func firstNight() throws {
        let site = try NightlyTests.Site()
        try site.configure(settling: true)
        let night = try site.night()
        #expect(night.code == 0 && !night.errors.contains("warning"), "\(night.errors)")
        #expect(night.text.contains(" messages read; nothing counts before "), "\(night.text)")
        let status = try site.run(["status"])
        #expect(status.code == 1 && status.text.contains("no model to serve; "), "\(status.text)")
    }

    @Test("feedback that no night takes, and a filter that does not answer, are told")
    func dropAndFilter() throws {
        let site = try site()
        let drop = site.folder.path("drop")
        try FileManager.default.createDirectory(
            atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try site.configure("gate:\n  label-days: 365\ndrop: \(drop)")
        try site.night()
        let feedback = try Program("spreu").run(
            ["learn", "spam", "--drop", drop], input: Data("From: a@example.com\n\nText\n".utf8))
        #expect(feedback.code == 0)
        let file = try #require(
            try FileManager.default.contentsOfDirectory(atPath: drop).first { $0.hasSuffix(".mail") })
        func age(hours: Int) throws {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(site.now - 3_600 * hours))],
                ofItemAtPath: drop + "/" + file)
        }
        try age(hours: 2)
        let fresh = try site.run(["status"])
        #expect(fresh.code == 0 && fresh.text.contains("1 message waiting in the drop folder, the oldest for 2 hours"))
        try age(hours: 50)
        #expect(try site.run(["status"]).code == 1)
        let alone = try site.run(["status", "--filter", "unix:\(site.folder.path("nobody"))"])
        #expect(alone.code == 2 && alone.text.contains("the filter: "), "\(alone.text)")
    }

    @Test("Nagios and Icinga get what is wrong and numbers with their limits, then all that was found")
    func nagios() throws {
        let site = try site()
        try site.night()
        site.now += 7 * 3_600
        let fine = try site.run(["status", "--format", "nagios"])
        let lines = fine.text.split(separator: "\n").map(String.init)
        let labels = try site.run(["status", "--json"]).value
        let (ham, spam) = (try #require(labels["ham"].integer), try #require(labels["spam"].integer))
        #expect(fine.code == 0)
        #expect(
            lines.first
                == "SPREU OK - the model is 7 hours old; the last run began 7 hours ago | ham=\(ham);;;0 spam=\(spam);;;0 "
                + "modelAgeHours=7;72;216;0 nightAgeHours=7;30;54;0 accounts=1;;;0 accountsUnread=0;1;;0")
        #expect(lines.contains("[OK] 1 account") && lines.dropFirst().allSatisfy { $0.hasPrefix("[OK] ") })
        #expect(lines.filter { $0.contains("|") }.count == 1)
        site.now += 4 * 86_400
        let stale = try site.run(["status", "--format", "nagios"])
        #expect(stale.code == 2)
        #expect(
            stale.text.hasPrefix("SPREU CRITICAL - the last run began 4 days ago; the model is 4 days old | ham="),
            "\(stale.text)")
        #expect(
            stale.text.contains("\n[CRITICAL] the last run began 4 days ago\n[WARNING] the model is 4 days old\n[OK] "))
    }

    @Test("Checkmk gets a line for each service, with its own state and numbers, and exit code 0")
    func checkmk() throws {
        let site = try site()
        try site.night()
        site.now += 31 * 3_600
        let outcome = try site.run(["status", "--format", "checkmk"])
        let labels = try site.run(["status", "--json"]).value
        let (ham, spam) = (try #require(labels["ham"].integer), try #require(labels["spam"].integer))
        #expect(outcome.code == 0)
        let lines = outcome.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 5 && lines[0].hasPrefix("0 \"Spreu site\" - keeps mail "))
        #expect(
            Array(lines[1...]) == [
                "0 \"Spreu model\" modelAgeHours=31;72;216;0 the model is 31 hours old",
                "1 \"Spreu night\" nightAgeHours=31;30;54;0 the last run began 31 hours ago",
                "0 \"Spreu labels\" ham=\(ham);;;0|spam=\(spam);;;0 \(ham) ham and \(spam) spam labelled in 365 days",
                "0 \"Spreu accounts\" accounts=1;;;0|accountsUnread=0;1;;0 1 account",
            ])
        try site.configure("keeep: 1")
        let unknown = try site.run(["status", "--format", "checkmk"])
        #expect(unknown.code == 0 && unknown.text.hasPrefix("3 \"Spreu site\" - ") && unknown.text.contains("keeep"))
    }

    @Test("Zabbix gets one object on a line, with lists to discover checks and numbers by, and exit code 0")
    func zabbix() throws {
        let site = try site()
        try site.night()
        site.now += 31 * 3_600
        let outcome = try site.run(["status", "--format", "zabbix"])
        #expect(outcome.code == 0 && outcome.text.split(separator: "\n").count == 1)
        let value = try outcome.value
        #expect(value["code"].integer == 1 && value["status"].string == "WARNING")
        #expect(value["checks"]["night"]["code"].integer == 1 && value["checks"]["model"]["code"].integer == 0)
        #expect(value["checks"]["night"]["text"].string == "the last run began 31 hours ago")
        #expect(value["numbers"]["nightAgeHours"].integer == 31)
        #expect(
            value["discoverChecks"].elements.compactMap { $0["{#CHECK}"].string } == [
                "site", "model", "night", "labels", "accounts",
            ])
        let numbers = value["discoverNumbers"].elements
        #expect(numbers.contains { $0["{#NUMBER}"].string == "ham" && $0["{#CHECK}"].string == "labels" })
        // Each that is discovered is there.
        for number in numbers { #expect(value["numbers"][number["{#NUMBER}"].string ?? ""].integer != nil) }
    }

    @Test("names of folders break no format, and formats exclude each other")
    func hostile() throws {
        let site = try site(
            """
              - maildirs: "/nowhere|\\n x=1;2/*/Maildir"
            """)
        _ = try site.night()
        for format in ["nagios", "checkmk"] {
            let text = try site.run(["status", "--format", format]).text
            #expect(!text.contains("nowhere|"), "\(text)")
        }
        #expect(try site.run(["status", "--format", "nagios", "--json"]).code == 64)
        #expect(try site.run(["status", "--format", "zabbix", "--report"]).code == 64)
        let json = try site.run(["status", "--format", "json"])
        #expect(try json.value["code"].integer != nil)
    }
}
