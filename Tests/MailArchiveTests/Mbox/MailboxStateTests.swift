// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("What an mbox keeps of a message's state")
struct MailboxStateTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func read(_ fields: String, separator: String? = nil) throws -> Reading {
        let separator = separator ?? (fields.contains("Mozilla") ? "From - Tue Mar  5 10:00:00 2024" : postmark)
        return Reading(try folder.write("mbox", "\(separator)\n\(fields)\n\(mail(1))\n\(separator)\n\(mail(2))\n"))
    }

    @Test(
        "flags are those of a Maildir",
        arguments: [
            ("Status: RO", .seen), ("Status: O", []), ("status: ro", []), ("X-Status: A", .replied),
            ("X-Status: AF", [.replied, .flagged]), ("X-Status: DT", [.trashed, .draft]),
            ("Status: RO\nX-Status: A", [.seen, .replied]), ("X-Mozilla-Status: 0001", .seen),
            ("X-Mozilla-Status: 0003", [.seen, .replied]), ("X-Mozilla-Status: 1004", [.flagged, .passed]),
            ("X-Mozilla-Status: zz", []), ("X-Mozilla-Status:", []), ("X-Status-Of: A", []),
        ] as [(String, MaildirFlags)])
    func flags(_ fields: String, _ expected: MaildirFlags) throws {
        #expect(try read(fields).messages.map(\.provenance.flags) == [expected, []])
    }

    @Test(
        "keywords are words",
        arguments: [
            ("X-Mozilla-Keys: Junk                 ", ["Junk"]),
            ("X-Mozilla-Keys: NonJunk $label1", ["NonJunk", "$label1"]),
            ("X-Keywords: $Junk, Work", ["$Junk", "Work"]), ("X-Mozilla-Keys:      ", []),
        ])
    func keywords(_ fields: String, _ expected: [String]) throws {
        #expect(try read(fields).messages.first?.provenance.keywords == expected)
    }

    @Test(
        "what Mozilla has expunged is not there",
        arguments: ["From ", "From -", "From - Tue Mar  5 10:00:00 2024"], ["0008", "0009", "1009"])
    func expunged(_ separator: String, _ status: String) throws {
        let read = try read("X-Mozilla-Status: \(status)", separator: separator)
        #expect(read.texts == [mail(2)])
        #expect(read.warnings == [])
    }

    @Test(
        "a sender cannot say what Mozilla does of a message in a mailbox that is not Mozilla's",
        arguments: [
            postmark, "From -x@example.com Tue Mar  5 10:00:00 2024", "From -x@example.com", "From a@example.com",
            "From -- 10:00", "From MAILER-DAEMON",
        ])
    func forged(_ separator: String) throws {
        let read = try read("X-Mozilla-Status: 0009\nX-Mozilla-Keys: Junk", separator: separator)
        #expect(read.messages.map(\.provenance.flags) == [[], []])
        #expect(read.messages.map(\.provenance.keywords) == [[], []])
    }

    @Test("whose file it is, its first record says, wherever reading goes on", arguments: [postmark, "From -"])
    func resumed(_ first: String) throws {
        let start = "\(first)\n\(mail(1))\n"
        let second = first == postmark ? "From - Tue Mar  5 10:00:00 2024" : postmark
        let path = try folder.write(
            "mbox", "\(start)\(second)\nX-Mozilla-Status: 0009\n\(mail(2))\n\(second)\n\(mail(3))\n")
        let whole = Reading(path)
        #expect(whole.messages.count == (first == postmark ? 3 : 2))
        let reader = ArchiveReader([path]) { $0.stage == .mbox ? .resume(at: start.utf8.count) : .read }
        #expect(Reading(reader).texts == Array(whole.texts.dropFirst()))
    }

    @Test("the message that holds a mailbox's own data is none", arguments: ["X-IMAP", "X-IMAPbase"])
    func internalData(_ name: String) throws {
        let data =
            "From: Mail System Internal Data <MAILER-DAEMON@example.com>\n"
            + "Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\n\(name): 1709632800 0000000003\nStatus: RO\n\n"
            + "This text is part of the internal format of your mail folder, and is not\na real message.\n"
        let path = try folder.write("mbox", "\(postmark)\n\(data)\n\(postmark)\n\(mail(1))\n")
        #expect(Reading(path).texts == [mail(1)])
        // Only the first is; and Dovecot gives its field to a real first message, too.
        let later = try folder.write("later", "\(postmark)\n\(mail(1))\n\(postmark)\n\(data)\n")
        #expect(Reading(later).messages.count == 2)
        #expect(try read("\(name): 1 2").messages.count == 2)
        // Nor is one of which a sender wrote a part.
        for part in ["DON'T", "MAILER-DAEMON", "This text is part"] {
            let forged = try folder.write("forged", "\(postmark)\n\(data.replacing(part, with: "x"))\n")
            let count = part == "DON'T" ? 0 : 1
            #expect(Reading(forged).messages.count == count, "\(part)")
        }
    }
}
