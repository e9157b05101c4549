// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu reputation of a store, and of logs")
struct ReputationSourcesTests {
    private let spreu = Program("spreu")

    private static func message(_ number: Int, _ address: String, _ host: String) -> String {
        """
        Return-Path: <annaberg@\(host)>
        Received: from mail.\(host) (mail.\(host) [\(address)]) by mx.example.com (Postfix) with ESMTP id A\(number); \
        \(20 + number % 4) Nov 2026 10:00:00 +0000
        From: Bertram <bertram@\(host)>
        Subject: geheim \(number)
        Message-ID: <\(number)@\(host)>

        text \(number)

        """
    }

    private static func write(_ folder: ScratchFolder, _ name: String, _ text: String) throws {
        let path = folder.path(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    // MARK: a store

    @Test("mail of a store that spreu ingest filled has the labels that it has in the store now")
    func ingested() throws {
        let folder = try ReputationTests.mail()
        let common = ["--store", folder.path("store"), "--key", folder.path("key")]
        for label in ["ham", "spam"] {
            let outcome = try spreu.run(
                ["ingest", "--label", label, "--hosts", "mx.example.com", folder.path(label)] + common)
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        let arguments = common + ["--hosts", "mx.example.com", "--as-of", "2026-11-25", "--json"]
        let before = try spreu.run(["reputation"] + arguments)
        #expect(before.code == 0, "\(before.errors)")
        #expect(try before.value["mail"]["spam"].integer == 8 && before.value["mail"]["ham"].integer == 8)
        #expect(try before.value["networks"].elements.first?["name"].string == "192.0.2.0/24")
        #expect(try before.value["list"]["bases"]["people"].integer == 4)
        // Who says otherwise by hand is believed here as everywhere.
        #expect(try spreu.run(["label", "ham", "--message-id", "<1@bulk.example>"] + common).code == 0)
        let after = try spreu.run(["reputation"] + arguments).value
        #expect(after["mail"]["spam"].integer == 7 && after["mail"]["ham"].integer == 9)
        #expect(after["list"]["entries"].integer == 1)
        // What was removed says nothing, and an empty answer is not an all-clear.
        for name in ["ham", "spam"] { try FileManager.default.removeItem(atPath: folder.path(name)) }
        let gone = try spreu.run(["reputation"] + arguments)
        #expect(gone.code == 66 && gone.errors.contains("lies where it lay"), "\(gone.errors)")
        #expect(try spreu.run(["reputation", folder.path("index")] + common).code == 64)
    }

    /// A site of two accounts, and one whose mail stays closed.
    private func site() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        var number = 0
        func add(_ count: Int, _ account: String, _ place: String, _ address: String, _ host: String) throws {
            for _ in 0..<count {
                number += 1
                try Self.write(
                    folder, "vmail/\(account)/Maildir/\(place)cur/\(number).mx:2,S",
                    Self.message(number, address, host))
            }
        }
        try add(3, "annaberg", ".Junk/", "192.0.2.1", "news.example")
        try add(2, "annaberg", ".Junk/", "198.51.100.9", "bulk.example")
        try add(2, "carla", ".Junk/", "198.51.100.9", "bulk.example")
        try add(4, "carla", "", "203.0.113.7", "friend.example")
        try add(1, "betriebsrat", "", "198.51.100.9", "bulk.example")
        for account in ["annaberg", "carla", "betriebsrat"] {
            for name in ["cur", "new", "tmp", ".Junk/cur", ".Junk/new", ".Junk/tmp"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path("vmail/\(account)/Maildir/\(name)"), withIntermediateDirectories: true)
            }
        }
        try Self.write(
            folder, "spreu.yaml",
            """
            store: \(folder.path("store"))
            key: \(folder.path("key"))
            models: \(folder.path("models"))
            keep: 0
            sources:
              - maildirs: \(folder.path("vmail"))/*/Maildir
                settle: 0
            exclude: {accounts: [betriebsrat]}
            site: {hosts: [mx.example.com]}
            """)
        return folder
    }

    @Test("what learners alone take for spam, and what lay in Junk before a filter of ours, refuses nothing")
    func opinions() throws {
        let folder = try ScratchFolder()
        var number = 0
        func add(_ count: Int, _ account: String, _ place: String, _ address: String, _ host: String, _ words: String)
            throws
        {
            for _ in 0..<count {
                number += 1
                let flags = place == ".Junk/" && host == "old.example" ? "" : "S"
                try Self.write(
                    folder, "vmail/\(account)/Maildir/\(place)cur/\(number).mx:2,\(flags)",
                    Self.message(number, address, host).replacing("text", with: words))
            }
        }
        let pills = "cheap pills casino winner lottery claim your prize money now"
        for account in ["annaberg", "carla"] {
            try add(100, account, "", "203.0.113.7", "friend.example", "meeting minutes project invoice regards")
            try add(60, account, ".Junk/", "192.0.2.1", "bulk.example", pills)
            // Read and left where it was: whoever did so called it nothing.
            try add(4, account, "", "203.0.113.9", "bulk.example", pills)
            try add(4, account, ".Junk/", "203.0.113.77", "old.example", pills)
            for name in ["cur", "new", "tmp", ".Junk/cur", ".Junk/new", ".Junk/tmp"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path("vmail/\(account)/Maildir/\(name)"), withIntermediateDirectories: true)
            }
        }
        try Self.write(
            folder, "spreu.yaml",
            """
            store: \(folder.path("store"))
            key: \(folder.path("key"))
            models: \(folder.path("models"))
            keep: 0
            sources: [{maildirs: "\(folder.path("vmail"))/*/Maildir", settle: 0, existing-junk: 2026-12-31}]
            site: {hosts: [mx.example.com]}
            """)
        let common = ["--config", folder.path("spreu.yaml")]
        _ = try spreu.run(["nightly"] + common)
        for labels in ["reviewed", "given"] {
            let lists = folder.path(labels)
            try FileManager.default.createDirectory(atPath: lists, withIntermediateDirectories: true)
            let outcome = try spreu.run(
                ["reputation", "export", "--reject", "--labels", labels, "--output", lists, "--as-of", "2026-11-25"]
                    + common)
            #expect(outcome.code == 0, "\(outcome.errors)")
            let map = try String(contentsOfFile: lists + "/clients.cidr", encoding: .utf8)
            #expect(map.contains("192.0.2.1 REJECT") && !map.contains("203.0.113"), "\(labels): \(map)")
        }
    }

    @Test("accounts' labels are read where their mail lies, but no closed account; one account's word refuses nothing")
    func accounts() throws {
        let folder = try site()
        let common = ["--config", folder.path("spreu.yaml")]
        _ = try spreu.run(["nightly"] + common)
        // Nobody but root may look into it now.
        let closed = folder.path("vmail/betriebsrat/Maildir")
        #expect(chmod(closed, 0) == 0)
        defer { chmod(closed, 0o700) }
        let arguments = common + ["--as-of", "2026-11-25"]
        let shown = try spreu.run(["reputation", "--json"] + arguments)
        #expect(shown.code == 0, "\(shown.errors)")
        #expect(try shown.value["mail"]["spam"].integer == 7 && shown.value["mail"]["ham"].integer == 4)
        for word in ["annaberg", "carla", "betriebsrat", "geheim"] { #expect(!shown.text.contains(word), "\(word)") }
        let scoring = try spreu.run(["reputation", "export", "--json"] + arguments).value
        #expect(scoring["bases"]["oneAccount"].integer == 1 && scoring["bases"]["people"].integer == 1)
        let lists = folder.path("lists")
        try FileManager.default.createDirectory(atPath: lists, withIntermediateDirectories: true)
        let refusing = try spreu.run(["reputation", "export", "--reject", "--output", lists] + arguments)
        #expect(refusing.code == 0 && refusing.text.contains("not in a list that refuses: 1 entry"), "\(refusing.text)")
        let map = try String(contentsOfFile: lists + "/clients.cidr", encoding: .utf8)
        #expect(map.contains("198.51.100.9 REJECT") && !map.contains("192.0.2.1"))
    }

    // MARK: logs

    private static func log() -> String {
        func stamp(_ second: Int) -> String {
            "2026-11-20T10:\(String(format: "%02d", second / 60)):\(String(format: "%02d", second % 60))Z mx "
        }
        var lines: [String] = []
        func take(_ id: String, _ client: String, _ domain: String, _ verdict: String) {
            let second = lines.count
            lines += [
                "postfix/smtpd[7]: \(id): client=\(client)", "postfix/cleanup[8]: \(id): message-id=<\(id)@\(domain)>",
                "spreud[1]: info message action=tag probability=0.9 protocol=milter queue=\(id) size=9 source=outside verdict=\(verdict)",
                "postfix/qmgr[9]: \(id): from=<annaberg@\(domain)>, size=1000, nrcpt=1 (queue active)",
                "postfix/qmgr[9]: \(id): removed",
            ].enumerated().map { stamp(second + $0.offset) + $0.element }
        }
        for number in 0..<10 { take("AAAAA\(number)", "relay.bulk.example[192.0.2.1]", "bulk.example", "spam") }
        take("BBBBB0", "mail.friend.example[198.51.100.7]", "friend.example", "ham")
        take("CCCCC0", "host.example.com[203.0.113.5]", "example.com", "spam")
        for number in 0..<3 {
            lines.append(
                stamp(600 + number)
                    + "postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[192.0.2.77]: 554 5.7.1 Client host rejected; "
                    + "from=<x@bulk.example> to=<annaberg@example.com> proto=ESMTP helo=<ylmf-pc>")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    @Test("logs show who was called spam and who was refused, apart from labels; nothing of it refuses mail")
    func logs() throws {
        let folder = try ScratchFolder()
        try Self.write(folder, "mail.log", Self.log())
        let arguments = ["--logs", folder.path("mail.log"), "--hosts", "example.com", "--as-of", "2026-11-21"]
        let value = try spreu.run(["reputation", "--json"] + arguments).value
        #expect(value["mail"]["spam"].integer == 0 && value["addresses"].elements.isEmpty)
        let filter = value["filter"]
        // The own server's mail is nobody else's.
        #expect(filter["calledSpam"].integer == 10 && filter["passed"].integer == 1 && filter["refused"].integer == 3)
        let addresses = filter["addresses"].elements
        #expect(addresses.map { $0["name"].string } == ["192.0.2.1", "192.0.2.77"])
        #expect(filter["helo"].elements.map { $0["name"].string } == ["ylmf-pc"])
        #expect(filter["envelopeDomains"].elements.first?["name"].string == "bulk.example")
        let list = try spreu.run(["reputation", "export", "--json"] + arguments).value
        #expect(list["entries"].integer == 1 && list["bases"]["verdicts"].integer == 1)
        let refusing = try spreu.run(["reputation", "export", "--json", "--reject"] + arguments).value
        #expect(refusing["entries"].integer == 0 && refusing["scoringOnly"].integer == 1)
        for (language, word) in [("en", "not labels"), ("de", "keine Einstufungen")] {
            let page = folder.path("page.html")
            let shown = try spreu.run(["reputation", "--language", language, "--html", page] + arguments)
            #expect(shown.code == 0, "\(shown.errors)")
            let flat = shown.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(flat.contains(word) && flat.contains("192.0.2.77"), "\(shown.text)")
            #expect(shown.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown.text)")
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(html.contains("192.0.2.77") && !html.contains("annaberg") && !shown.text.contains("annaberg"))
        }
    }

    @Test("labels and logs stand side by side; logs without a verdict say so")
    func both() throws {
        let folder = try ReputationTests.mail()
        try Self.write(folder, "mail.log", Self.log())
        let arguments = [
            "--ham", folder.path("ham"), "--spam", folder.path("spam"), "--hosts", "mx.example.com", "--as-of",
            "2026-11-25",
        ]
        let alone = try spreu.run(["reputation", "--json"] + arguments).value
        let value = try spreu.run(["reputation", "--json", "--logs", folder.path("mail.log")] + arguments).value
        #expect(value["mail"]["spam"].integer == alone["mail"]["spam"].integer)
        #expect(value["addresses"].elements.count == alone["addresses"].elements.count)
        #expect((value["filter"]["calledSpam"].integer ?? 0) > 0 && alone["filter"]["calledSpam"].integer == 0)
        let silent = Self.log().split(separator: "\n").filter { !$0.contains("spreud") }.joined(separator: "\n")
        try Self.write(folder, "silent.log", silent + "\n")
        let outcome = try spreu.run(["reputation", "--logs", folder.path("silent.log")] + arguments)
        #expect(outcome.code == 4 && outcome.errors.contains("no verdict of spreud"), "\(outcome.errors)")
        try Self.write(folder, "no.log", "this is no log\n")
        #expect(try spreu.run(["reputation", "--logs", folder.path("no.log")]).code == 65)
        #expect(try spreu.run(["reputation", "--logs", folder.path("missing.log")]).code == 66)
    }
}
