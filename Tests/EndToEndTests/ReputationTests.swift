// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu reputation")
struct ReputationTests {
    private let spreu = Program("spreu")

    private static func message(_ number: Int, _ address: String, _ host: String, day: Int, link: String) -> String {
        """
        Return-Path: <annaberg@\(host)>
        Received: from mail.\(host) (mail.\(host) [\(address)]) by mx.example.com (Postfix) with ESMTP id A\(number); \
        \(day) Nov 2026 10:00:00 +0000
        From: Bertram <bertram@\(host)>
        Subject: geheim
        Message-ID: <\(number)@\(host)>

        see http://www.\(link)/carla
        """
    }

    /// Ham and spam of November 2026.
    static func mail() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        for name in ["ham", "spam", "lists"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
        }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
        for number in 1...8 {
            try write(
                "spam/\(number).eml",
                message(
                    number, "192.0.2.\(number % 2 + 1)", "bulk.example", day: 20 + number % 4, link: "pills.example"))
            try write(
                "ham/\(number).eml",
                message(number, "198.51.100.7", "friend.example", day: 20 + number % 4, link: "news.example"))
        }
        return folder
    }

    private static func arguments(_ folder: ScratchFolder) -> [String] {
        [
            "--ham", folder.path("ham"), "--spam", folder.path("spam"), "--hosts", "mx.example.com", "--as-of",
            "2026-11-25",
        ]
    }

    @Test("the report ranks in 80 columns, in both languages, and names nobody", arguments: ["en", "de"])
    func text(language: String) throws {
        let folder = try Self.mail()
        let page = folder.path("page.html")
        let outcome = try spreu.run(
            ["reputation"] + Self.arguments(folder) + ["--language", language, "--html", page])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let html = try String(contentsOfFile: page, encoding: .utf8)
        for output in [outcome.text, html] {
            for word in ["192.0.2.0/24", "pills.example"] { #expect(output.contains(word), "\(word)") }
            for word in ["annaberg", "bertram", "carla", "geheim", "<script", "src=\"http"] {
                #expect(!output.lowercased().contains(word), "\(word)")
            }
        }
        #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(outcome.text)")
    }

    @Test("JSON has the keys that programs depend on")
    func json() throws {
        let folder = try Self.mail()
        let value = try spreu.run(["reputation", "--json"] + Self.arguments(folder)).value
        #expect(value["mail"]["spam"].integer == 8 && value["mail"]["ham"].integer == 8)
        let first = value["networks"].elements.first
        #expect(first?["name"].string == "192.0.2.0/24" && first?["spam"].integer == 8 && first?["ham"].integer == 0)
        #expect(value["addresses"].elements.count == 2)
        #expect(value["list"]["entries"].integer == 4)
    }

    @Test("export writes nothing without a folder, and lists that end by themselves with one")
    func export() throws {
        let folder = try Self.mail()
        let dry = try spreu.run(["reputation", "export"] + Self.arguments(folder))
        #expect(
            dry.code == 0 && dry.text.contains("Nothing was written") && dry.text.contains("would have hit"),
            "\(dry.text)\(dry.errors)")
        let lists = folder.path("lists")
        #expect(try FileManager.default.contentsOfDirectory(atPath: lists).isEmpty)
        let written = try spreu.run(["reputation", "export", "--output", lists] + Self.arguments(folder))
        #expect(written.code == 0, "\(written.errors)")
        #expect(written.text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains(lists) })
        let text = try String(contentsOfFile: lists + "/addresses.txt", encoding: .utf8)
        #expect(text.contains("192.0.2.0/24") && !text.contains("198.51.100"))
        let early = try spreu.run(["reputation", "expire", "--as-of", "2026-11-26", lists + "/addresses.txt"])
        #expect(early.code == 0 && early.text.contains("0 entries ended"), "\(early.text)")
        let late = try spreu.run(["reputation", "expire", "--as-of", "2026-12-24", lists + "/addresses.txt"])
        #expect(late.code == 4 && late.errors.contains("stale"))
        #expect(try !String(contentsOfFile: lists + "/addresses.txt", encoding: .utf8).contains("192.0.2"))
        // What is no list of ours is neither emptied nor replaced.
        try Data("192.0.2.1 OK\n".utf8).write(to: URL(fileURLWithPath: lists + "/clients.cidr"))
        #expect(try spreu.run(["reputation", "expire", lists + "/clients.cidr"]).code == 4)
        #expect(try spreu.run(["reputation", "export", "--output", lists] + Self.arguments(folder)).code == 73)
        #expect(try String(contentsOfFile: lists + "/clients.cidr", encoding: .utf8) == "192.0.2.1 OK\n")
    }

    @Test("lists of others are measured, their keys masked, and too little ham is said")
    func lists() throws {
        let folder = try Self.mail()
        let zone = folder.path("zone")
        try Data("$TIMESTAMP 2026:11:22\n192.0.2.0/24\n".utf8).write(to: URL(fileURLWithPath: zone))
        let name = "abcdefghijklmnop.zen.dq.spamhaus.net"
        let arguments = ["reputation", "lists", "--zone", "\(name)=\(zone)"] + Self.arguments(folder)
        let outcome = try spreu.run(arguments)
        #expect(outcome.code == 0 && outcome.text.contains("8 of 8: 100.00 %"), "\(outcome.text)\(outcome.errors)")
        #expect(outcome.text.contains("none: 8 ham messages of these days, 1,000 are needed"))
        #expect(outcome.text.contains("KEY.zen.dq.spamhaus.net") && !outcome.text.contains("abcdefghijklmnop"))
        let list = try spreu.run(arguments + ["--json"]).value["lists"].elements.first
        #expect(list?["caughtAlone"].integer == 8 && list?["hamHit"].integer == 0)
        try Data("\u{0}\u{1}\n".utf8).write(to: URL(fileURLWithPath: zone))
        #expect(try spreu.run(arguments).code == 65)
        #expect(
            try spreu.run(["reputation", "lists", "--zone", "a=\(zone).missing"] + Self.arguments(folder)).code == 66)
    }

    @Test("check finds faults in files, and ends with 4")
    func check() throws {
        let folder = try ScratchFolder()
        let main = folder.path("main.cf")
        try Data("postscreen_dnsbl_sites = dnsbl.sorbs.net*2\n".utf8).write(to: URL(fileURLWithPath: main))
        let outcome = try spreu.run(["reputation", "check", main, "--resolv-conf", "/dev/null"])
        #expect(
            outcome.code == 4 && outcome.text.contains("main.cf:1: dnsbl.sorbs.net"), "\(outcome.text)\(outcome.errors)"
        )
        let value = try spreu.run(["reputation", "check", "--json", main, "--resolv-conf", "/dev/null"]).value
        #expect(value["faults"].elements.first?["kind"].string == "dead")
        #expect(try spreu.run(["reputation", "check", folder.path("missing")]).code == 66)
        try Data("myhostname = mx.example.com\n".utf8).write(to: URL(fileURLWithPath: main))
        #expect(try spreu.run(["reputation", "check", main, "--resolv-conf", "/dev/null"]).code == 0)
    }

    @Test("wrong usage and missing mail are errors that say what to do")
    func failures() throws {
        let folder = try Self.mail()
        #expect(try spreu.run(["reputation"]).code == 64)
        #expect(try spreu.run(["reputation", "--ham", folder.path("ham")]).code == 64)
        #expect(
            try spreu.run(["reputation", "--ham", folder.path("ham"), "--spam", folder.path("missing")]).code == 66)
        #expect(try spreu.run(["reputation", folder.path("missing")]).code == 66)
        #expect(try spreu.run(["reputation"] + Self.arguments(folder) + ["--as-of", "2026-13-01"]).code == 64)
        let early = try spreu.run(
            ["reputation", "--ham", folder.path("ham"), "--spam", folder.path("spam"), "--as-of", "2020-01-01"])
        #expect(early.code == 66 && early.errors.contains("--as-of"))
        #expect(
            try spreu.run(["reputation", "export", "--output", folder.path("none")] + Self.arguments(folder)).code == 73
        )
    }
}

@Suite(
    "An exported list in Postfix", .serialized,
    .enabled(if: PostfixInstance.obstacle == nil, Comment(rawValue: PostfixInstance.obstacle ?? "")))
struct PostfixReputationTests {
    /// The list of the clients, for a Postfix.
    private static func list(_ arguments: [String]) throws -> ScratchFolder {
        let folder = try ReputationTests.mail()
        chmod(folder.root, 0o755)
        let outcome = try Program("spreu").run(
            [
                "reputation", "export", "--ham", folder.path("ham"), "--spam", folder.path("spam"), "--hosts",
                "mx.example.com", "--as-of", "2026-11-25", "--output", folder.path("lists"), "--list-format", "cidr",
            ] + arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return folder
    }

    @Test("the map scores a listed client's mail by a field, and leaves all other mail alone")
    func scores() throws {
        let folder = try Self.list([])
        let postfix = try PostfixInstance(
            main: "smtpd_client_restrictions = check_client_access cidr:\(folder.path("lists/clients.cidr"))")
        func fields(_ address: String) throws -> [String] {
            let sent = try postfix.swaks(PostfixTests.ham(), ["--xclient", "ADDR=\(address)"])
            #expect(sent.code == 0, "\(sent.text)")
            let file = try postfix.delivered(1)[0]
            defer { try? postfix.empty() }
            return try PostfixTests.Delivered(file).all("X-Spreu-Reputation")
        }
        let listed = try fields("192.0.2.1")
        #expect(
            listed.count == 1 && listed[0].hasPrefix("client 192.0.2.1, 4 spam messages, no ham, until 2026-"),
            "\(listed)")
        #expect(try fields("192.0.2.200").first?.hasPrefix("network 192.0.2.0/24, ") == true)
        #expect(try fields("198.51.100.7") == [])
    }

    @Test("with --reject it refuses a listed client, and nobody else")
    func refuses() throws {
        let folder = try Self.list(["--reject"])
        let postfix = try PostfixInstance(
            main: "smtpd_client_restrictions = check_client_access cidr:\(folder.path("lists/clients.cidr"))")
        let refused = try postfix.swaks(PostfixTests.ham(), ["--xclient", "ADDR=192.0.2.1"])
        #expect(
            refused.code != 0 && refused.text.contains("554 5.7.1") && refused.text.contains("Listed here for spam"),
            "\(refused.text)")
        let taken = try postfix.swaks(PostfixTests.ham(), ["--xclient", "ADDR=198.51.100.7"])
        #expect(taken.code == 0, "\(taken.text)")
    }
}
