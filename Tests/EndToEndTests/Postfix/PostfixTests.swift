// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite(
    "Postfix with spreud as its milter", .serialized,
    .enabled(if: PostfixInstance.obstacle == nil, Comment(rawValue: PostfixInstance.obstacle ?? "")))
struct PostfixTests {
    /// A delivered message.
    struct Delivered {
        let text: String
        init(_ path: String) throws {
            text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        }

        private var header: [Substring] {
            let end = text.range(of: "\n\n")?.lowerBound ?? text.endIndex
            return text[..<end].split(separator: "\n")
        }

        func all(_ name: String) -> [String] {
            header.filter { $0.lowercased().hasPrefix(name.lowercased() + ":") }.map {
                $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
            }
        }

        var logOdds: Double? {
            all("X-Spreu").first?.firstMatch(of: /log-odds=([-0-9.]+)/).flatMap { Double($0.1) }
        }
    }

    /// The log-odds that `spreu classify` gives each file of the inbox.
    static func classified(_ postfix: PostfixInstance) throws -> [String: Double] {
        let outcome = try Spreu.run(
            ["classify", "--json", "--model", Spreu.model(), "--format", "eml-folder", postfix.inbox])
        var scores: [String: Double] = [:]
        for line in outcome.text.split(separator: "\n") {
            let json = try JSON(Array(line.utf8))
            if case .number(let logOdds) = json["logOdds"], let path = json["path"].string { scores[path] = logOdds }
        }
        return scores
    }

    static func spam() throws -> String { String(decoding: try SampleCorpus.data("new/spam.eml"), as: UTF8.self) }
    static func ham() throws -> String { String(decoding: try SampleCorpus.data("new/ham.eml"), as: UTF8.self) }

    @Test("ham and spam are tagged, forged fields go, and nothing else changes")
    func tags() throws {
        let postfix = try PostfixInstance("policy: {spam-flag: true, spam-status: true}")
        let forged = "X-Spreu: ham\nX-Spreu: ham,\n folded\nX-SPREU:ham\nX-Spam-Flag: NO\nX-Kept: yes\n"
        #expect(try postfix.swaks(forged + Self.spam()).code == 0)
        let spam = try Delivered(postfix.delivered(1)[0])
        #expect(spam.all("X-Spreu").count == 1)
        #expect(
            spam.all("X-Spreu")[0].wholeMatch(
                of: /spam, probability=0\.\d{6}, log-odds=\d+\.\d{8}, model=[0-9a-f]{16}/) != nil)
        #expect(spam.all("X-Spam-Flag") == ["YES"])
        #expect(spam.all("X-Spam-Status")[0].hasPrefix("Yes, score="))
        #expect(spam.all("X-Kept") == ["yes"])
        try postfix.empty()

        // The body is as it was sent, whatever bytes it has.
        let sent = Data(try SampleCorpus.data("new/ham.eml").filter { $0 != 13 })
        let reply = try SMTPClient(port: postfix.port).submit(
            Data(forged.utf8) + sent, to: PostfixInstance.recipient)
        #expect(reply.hasPrefix("250"), "\(reply)")
        let file = try postfix.delivered(1)[0]
        let ham = try Delivered(file)
        let body = try #require(sent.range(of: Data("\n\n".utf8))).lowerBound
        #expect(try Spreu.data(file).suffix(sent.count - body) == sent[body...])
        #expect(ham.all("X-Spreu").count == 1 && ham.all("X-Spreu")[0].hasPrefix("ham, "))
        #expect(ham.all("X-Spam-Flag") == [] && ham.all("X-Spam-Status")[0].hasPrefix("No, score="))
        // One line for each message, with no subject, address or text.
        let lines = postfix.filter.log.split(separator: "\n").filter { $0.contains(" message ") }
        #expect(lines.count == 2 && lines.allSatisfy { $0.contains("queue=") && $0.contains("source=outside") })
        #expect(!postfix.filter.log.contains("@"))
    }

    @Test(
        "spam is refused, put off or put on hold from the thresholds that the policy sets",
        arguments: [
            ("reject-at: 1, reject-text: No 100% spam please", "550 5.7.1 No 100% spam please"),
            ("tempfail-at: 1", "451 4.7.1 This message looks like spam, try again later"),
            ("quarantine-at: 1", "250 2.0.0 Ok: queued as"),
        ])
    func actions(policy: String, reply: String) throws {
        let postfix = try PostfixInstance("policy: {\(policy)}")
        let outcome = try postfix.swaks(Self.spam())
        #expect(outcome.text.contains(" " + reply), "\(outcome.text)")
        let isHeld = policy.hasPrefix("quarantine")
        #expect(postfix.queued("hold") == (isHeld ? 1 : 0))
        #expect(try postfix.swaks(Self.ham()).code == 0)
        let ham = try Delivered(postfix.delivered(1)[0])
        #expect(ham.all("X-Spreu")[0].hasPrefix("ham, "))
        // Mail from inside is neither refused nor tagged, but logged.
        let inside = try postfix.swaks(Self.spam(), ["--xclient", "ADDR=198.51.100.9 LOGIN=joe"])
        #expect(inside.code == 0, "\(inside.text)")
        #expect(try postfix.sendmail(Data(Self.spam().utf8)).code == 0)
        let all = try postfix.delivered(3).map { try Delivered($0) }
        #expect(all.count { $0.all("X-Spreu").isEmpty } == 2)
        #expect(postfix.filter.log.contains("source=authenticated verdict=spam"))
        #expect(postfix.filter.log.contains("source=local verdict=spam"))
        #expect(try postfix.delivered(3).count == 3)
        if isHeld {
            let release = try Program(path: "/usr/sbin/postsuper").run(
                ["-c", postfix.folder.path("etc"), "-H", "ALL"])
            #expect(release.code == 0, "\(release.errors)")
            _ = try Program(path: "/usr/sbin/postqueue").run(["-c", postfix.folder.path("etc"), "-f"])
            let released = try postfix.delivered(4).map { try Delivered($0) }
            #expect(released.count { $0.all("X-Spreu").first?.hasPrefix("spam, ") ?? false } == 1)
        }
    }

    @Test("mail goes on when it cannot be scored, and is filtered as soon as there is a model")
    func noModel() throws {
        let postfix = try PostfixInstance(hasModel: false)
        #expect(try postfix.swaks(Self.spam()).code == 0)
        let first = try Delivered(postfix.delivered(1)[0])
        #expect(first.all("X-Spreu") == ["unfiltered, reason=no-model"])
        try FileManager.default.createSymbolicLink(atPath: postfix.model, withDestinationPath: Spreu.model())
        #expect(eventually { postfix.filter.log.contains("model loaded") })
        #expect(try postfix.swaks(Self.spam()).code == 0)
        let second = try postfix.delivered(2).map { try Delivered($0) }
        #expect(second.contains { $0.all("X-Spreu")[0].hasPrefix("spam, ") })
    }

    @Test("mail goes on when the filter is dead, and is filtered again as soon as it is back")
    func deadFilter() throws {
        let postfix = try PostfixInstance()
        postfix.killFilter()
        #expect(try postfix.swaks(Self.spam()).code == 0)
        #expect(try Delivered(postfix.delivered(1)[0]).all("X-Spreu") == [])
        try postfix.restartFilter()
        #expect(try postfix.swaks(Self.spam()).code == 0)
        #expect(try postfix.delivered(2).map { try Delivered($0) }.count { !$0.all("X-Spreu").isEmpty } == 1)
    }

    @Test("8-bit mail, and mail of more than 10 MB, is scored as it is delivered")
    func large() throws {
        let postfix = try PostfixInstance()
        let client = try SMTPClient(port: postfix.port)
        let header = "From: Jürgen <j@out.example.net>\nTo: \(PostfixInstance.recipient)\nSubject: Grüße, 祝\n"
        let eightBit =
            header + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
            + "Content-Transfer-Encoding: 8bit\n\nSchöne Grüße\n.\n..\nFrom here\n"
        #expect(try client.submit(Data(eightBit.utf8), to: PostfixInstance.recipient).hasPrefix("250"))
        let attachment = Data((0..<9_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
            .base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        #expect(attachment.utf8.count > 12_000_000)
        let big =
            header + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
            + "See the file.\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
            + attachment + "\n--b--\n"
        #expect(try client.submit(Data(big.utf8), to: PostfixInstance.recipient).hasPrefix("250"))
        let files = try postfix.delivered(2)
        let scores = try Self.classified(postfix)
        for file in files {
            let message = try Delivered(file)
            let expected = try #require(scores[file])
            #expect(abs(try #require(message.logOdds) - expected) < 1e-6)
            #expect(!message.all("X-Spreu")[0].contains("scanned"))
        }
    }

    @Test("a client that dies in a message harms no other")
    func dyingClient() throws {
        let postfix = try PostfixInstance()
        for _ in 0..<5 {
            let client = try SMTPClient(port: postfix.port)
            try client.begin(
                Data("Subject: x\n\n\(String(repeating: "text\n", count: 50_000))".utf8),
                to: "a@\(PostfixInstance.domain)")
        }
        #expect(try postfix.swaks(Self.spam()).code == 0)
        #expect(try Delivered(postfix.delivered(1)[0]).all("X-Spreu")[0].hasPrefix("spam, "))
        #expect(postfix.filter.isRunning)
        #expect(eventually { postfix.log.components(separatedBy: "lost connection after DATA").count == 6 })
    }

    @Test("a message has the score that 'spreu classify' gives the delivered file, wherever it came from")
    func servedAsLearned() throws {
        let postfix = try PostfixInstance("policy: {local: filter}")
        let mail = try Self.mail(200)
        // Clients with and without a name, of a network within, and one that lies about its own.
        let clients = [
            nil, "NAME=mail.out.example.net ADDR=198.51.100.7", "NAME=[UNAVAILABLE] ADDR=10.1.2.3 HELO=[10.1.2.3]",
            "NAME=mx2.musterhof.example.com ADDR=192.168.7.7 HELO=mx.musterhof.example.com",
        ]
        for (number, client) in clients.enumerated() {
            let smtp = try SMTPClient(port: postfix.port)
            if let client {
                let reply = try smtp.command("XCLIENT " + client)
                #expect(reply.hasPrefix("220"), "\(reply)")
                try smtp.command("EHLO client\(number).example.net")
            }
            for message in mail.enumerated().filter({ $0.offset % clients.count == number }).map(\.element) {
                let reply = try smtp.submit(message, to: PostfixInstance.recipient)
                #expect(reply.hasPrefix("250"), "\(reply)")
            }
        }
        // And from programs on the server.
        let local = mail.prefix(10)
        for message in local { #expect(try postfix.sendmail(message).code == 0) }
        let files = try postfix.delivered(mail.count + local.count)
        let scores = try Self.classified(postfix)
        #expect(files.count == mail.count + local.count && scores.count == files.count)
        #expect(postfix.filter.log.components(separatedBy: "source=local").count == local.count + 1)
        for file in files {
            let served = try #require(Delivered(file).logOdds)
            let learned = try #require(scores[file])
            #expect(abs(served - learned) < 1e-6, "\(file)")
        }
    }

    /// Real mail where there is some, else that of the sample corpus: as it was before delivery, and by turns with the
    /// fields of another delivery still on top, as some forward it.
    private static func mail(_ count: Int) throws -> [Data] {
        let folder = "corpora/spamassassin/data"
        guard SharedFiles.exists(folder) else {
            return try SampleMail.all().prefix(count).enumerated().map { $0 % 2 == 0 ? $1.arrived.bytes : $1.bytes }
        }
        let root = SharedFiles.path(folder)
        let names = (FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []).sorted()
        let files = names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        return try stride(from: 0, to: files.count, by: max(1, files.count / count)).prefix(count).map {
            try Data(contentsOf: URL(fileURLWithPath: root + "/" + files[$0]))
        }
    }
}
