// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("Where an mbox's messages begin")
struct MboxBoundaryTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test(
        "an unquoted From in a body does not split",
        arguments: [
            "From the outset, it was clear.\nSubject: yes\n",
            "From ann@example.com\nSubject: no date\n",
            "From ann@example.com Thu Aug  2 2002\nSubject: no time\n",
            "From ann@example.com Thu Foo  2 18:26:25 2002\nSubject: no month\n",
            "From ann@example.com Thu Aug  2 25:26:25 2002\nSubject: no hour\n",
            "\(postmark)\nis how the first line of a mailbox looks.\n",
            "\(postmark)\n\nSubject: after an empty line\n",
            "\(postmark)",
            "\(postmark)\n",
            " \(postmark)\nSubject: indented\n",
            ">\(postmark)\nSubject: quoted\n",
            "From: ann@example.com\nSubject: a field\n",
            "From ann@example.com \(String(repeating: "x", count: 1100)) Thu Aug  2 18:26:25 2002\nSubject: too long\n",
        ],
        [ArchiveFormat.mbox, .mboxrd, .mboxo, .mboxcl, .mboxcl2])
    func doesNotSplit(_ inner: String, _ format: ArchiveFormat) throws {
        let body = "Before.\n\n\(inner)\nAfter.\n"
        let path = try folder.write("mbox", "\(postmark)\nSubject: x\n\n\(body)\n\(postmark)\n\(mail(2))\n")
        let read = Reading(path, format: format)
        let unquoted = format == .mboxcl2 ? body : body.replacing("\n>From ", with: "\nFrom ")
        #expect(read.texts == ["Subject: x\n\n\(unquoted)", mail(2)])
        // What has a sender and a field below it, but neither date nor second field, a person should look at.
        let isDoubtful = inner.hasPrefix("From ann@example.com") && inner.contains("\nSubject: no ")
        #expect(read.problems == (isDoubtful ? [.mayHoldMessages(count: 1)] : []))
        if isDoubtful { #expect(read.warnings.first?.offset == postmark.utf8.count + 22) }
    }

    @Test("a From line that follows text at once does not split without two fields of mail below it, but is told")
    func noEmptyLineBefore() throws {
        let message = "Subject: x\n\nHe sent me this:\n\(postmark)\nSubject: inner\n\nText\n"
        let path = try folder.write("mbox", "\(postmark)\n\(message)\n")
        #expect(Reading(path).texts == [message])
        #expect(Reading(path).problems == [.mayHoldMessages(count: 1)])
    }

    @Test(
        "whatever way agents write the line, it splits and tells date and sender",
        arguments: [
            ("From ann@example.com Thu Aug  2 18:26:25 2002", 1_028_312_785, "ann@example.com"),
            ("From ann@example.com  Thu Aug 02 18:26:25 2002", 1_028_312_785, "ann@example.com"),
            ("From ann@example.com Thu Aug  2 18:26 2002", 1_028_312_760, "ann@example.com"),
            ("From ann@example.com Thu Aug  2 18:26:25 +0200 2002", 1_028_305_585, "ann@example.com"),
            ("From ann@example.com Thu Aug  2 18:26:25 2002 -0130", 1_028_318_185, "ann@example.com"),
            ("From ann@example.com Thu Aug  2 18:26:25 MET DST 2002", 1_028_312_785, "ann@example.com"),
            ("From ann@example.com Thu Aug  2 18:26:25 CEST 2002", 1_028_312_785, "ann@example.com"),
            ("From ann@example.com Thu, 2 Aug 2002 18:26:25 +0000", 1_028_312_785, "ann@example.com"),
            ("From - Thu Aug  2 18:26:25 2002", 1_028_312_785, nil),
            ("From Thu Aug  2 18:26:25 2002", 1_028_312_785, nil),
            ("From <> Thu Aug  2 18:26:25 2002", 1_028_312_785, nil),
            ("From <ann@example.com> thu aug  2 18:26:25 2002", 1_028_312_785, "ann@example.com"),
            ("From ann at example.com Thu Aug  2 18:26:25 2002", 1_028_312_785, "ann at example.com"),
            ("From \"Ann Mon\"@example.com\tThu Aug  2 18:26:25 2002", 1_028_312_785, "\"Ann Mon\"@example.com"),
            ("From ann@example.com Thu Aug  2 18:26:25 2002 remote from mx", 1_028_312_785, "ann@example.com"),
            ("From MAILER-DAEMON Thu Jan  1 00:00:00 1970", nil, "MAILER-DAEMON"),
            ("From ann@example.com Thu Feb 29 12:00:00 2024", 1_709_208_000, "ann@example.com"),
        ] as [(String, Int64?, String?)], ["\n", "\r\n"])
    func forms(_ line: (text: String, received: Int64?, sender: String?), _ lineEnd: String) throws {
        let path = try folder.write(
            "mbox", "\(postmark)\n\(mail(1))\n\(line.text)\(lineEnd)\(mail(2, lineEnd: lineEnd))\(lineEnd)")
        let read = Reading(path)
        #expect(read.texts == [mail(1), mail(2, lineEnd: lineEnd)])
        #expect(read.messages.last?.provenance.received == line.received)
        #expect(read.messages.last?.provenance.envelopeSender == line.sender)
    }

    @Test(
        "a header may begin oddly",
        arguments: [
            ">From ann@example.com Thu Aug  2 18:26:25 2002 remote from mx\nSubject: x\n\nText\n",
            "X-Odd :spaces before the colon\n\nText\n",
            "Received: from x\n\tby y\n\nText\n",
            "Subject: only a header\n",
        ])
    func oddHeaders(_ message: String) throws {
        let path = try folder.write("mbox", "\(postmark)\n\(mail(1))\n\(postmark)\n\(message)\n")
        #expect(Reading(path, format: .mboxcl2).texts == [mail(1), message])
    }

    @Test("the first line of a mailbox may have any date, and empty lines or a byte-order mark before it")
    func theFirstLine() throws {
        for start in ["", "\n", "\r\n", "\n\n\n", "\u{FEFF}"] {
            for line in [postmark, "From ann@example.com yesterday", "From "] {
                guard start.isEmpty || line == postmark else { continue }
                let path = try folder.write("mbox", "\(start)\(line)\n\(mail(1))\n\(postmark)\n\(mail(2))\n")
                let read = Reading(path)
                #expect(read.texts == [mail(1), mail(2)], "\(start.debugDescription) \(line)")
                #expect(read.warnings == [])
            }
        }
    }

    @Test("what comes before the first message is told and skipped")
    func noMessageAtStart() throws {
        let path = try folder.write("mbox", "Mailbox of ann\n\n\(postmark)\n\(mail(1))\n")
        let read = Reading(path, format: .mbox)
        #expect(read.texts == [mail(1)])
        #expect(read.problems == [.noMessageAtStart(bytes: 16)])
        #expect(read.warnings.first?.offset == 0)
    }

    @Test("a record without a message is told and skipped")
    func emptyRecord() throws {
        let path = try folder.write("mbox", "\(postmark)\n\(mail(1))\n\(postmark)\n")
        let read = Reading(path, format: .mboxrd)
        #expect(read.messages.count == 1)
        #expect(Reading(try folder.write("one", "\(postmark)\n"), format: .mboxrd).problems == [.empty])
    }

    @Test("a missing final line end is no loss", arguments: ["", "\n", "\r\n"])
    func noFinalLineEnd(_ end: String) throws {
        let path = try folder.write("mbox", "\(postmark)\n\(mail(1))\n\(postmark)\nSubject: x\n\nlast line\(end)")
        #expect(Reading(path).texts == [mail(1), "Subject: x\n\nlast line\(end)"])
    }

    @Test("a From line is seen wherever the pieces meet in which a file is read")
    func piecesMeet() throws {
        // Pieces are powers of two; so is the sum of two of them.
        for border in [256 << 10, 512 << 10] {
            for shift in -40...40 {
                let top = "\(postmark)\nSubject: x\n\n"
                let fill = border + shift - top.utf8.count - 2
                let body = String(repeating: "x", count: fill) + "\n"
                let path = try folder.write("mbox", top + body + "\n\(postmark)\n\(mail(2))\n")
                let read = Reading(path, format: .mboxrd)
                #expect(read.messages.map(\.bytes.count) == [body.utf8.count + 12, mail(2).utf8.count], "\(shift)")
            }
        }
    }
}
