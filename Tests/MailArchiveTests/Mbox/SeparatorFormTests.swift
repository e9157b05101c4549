// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("The forms of an mbox's From line")
struct SeparatorFormTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    static let forms = [
        "From ", "From", "From -", "From - ", "From - Sat Apr 12 2025 15:59:28", "From - Tue Mar  5 10:00:00 2024",
        "From a@example.com", "From a@example.com 2024-03-05T10:00:00Z", "From a@example.com Tue Mar 5 10:00:00 99",
        "From a@example.com Thu Jan  1 00:00:00 1904", "From a@example.com 05/03/2024 10:00", "From <> 1709632800",
        "From MAILER-DAEMON", "From MAILER-DAEMON 5 Mar 2024", "From a@example.com Di Mär  5 10:00:00 2024",
        "From Ann Example 2024-03-05 10:00:00", "From nobody 10:00", "From a@example.com Tue Mar 5 2024",
        "From \"Ann Example\" <a@example.com> 5.3.2024", "From a@example.com martes 5 de marzo de 2024",
    ].filter { $0 != "From" }

    @Test("a file in any form is split as it is, with LF and CR LF, with an empty line before it", arguments: forms)
    func ownForm(_ form: String) throws {
        for lineEnd in ["\n", "\r\n"] {
            let records = (1...3).map { form + lineEnd + mail($0, lineEnd: lineEnd) + lineEnd }.joined()
            let read = Reading(try folder.write("mbox", records))
            #expect(read.texts == (1...3).map { mail($0, lineEnd: lineEnd) })
            #expect(read.warnings == [])
        }
    }

    @Test("all forms in one file, whichever is the first", arguments: forms)
    func mixed(_ first: String) throws {
        let lines = [first] + Self.forms
        let records = lines.enumerated().map { "\($1)\n\(mail($0))\n" }.joined()
        let read = Reading(try folder.write("mbox", records))
        #expect(read.texts == lines.indices.map { mail($0) })
        #expect(read.warnings == [])
    }

    @Test("without an empty line before it, where the form is known or has a date", arguments: forms)
    func noEmptyLine(_ form: String) throws {
        let read = Reading(try folder.write("mbox", (1...3).map { "\(form)\n\(mail($0))" }.joined()))
        #expect(read.texts == (1...3).map { mail($0) })
        #expect(read.warnings == [])
    }

    @Test("the file's own form needs but one field below it; another form two")
    func evidence() throws {
        let short = "Subject: x\n\nText\n"
        let own = Reading(try folder.write("own", "From \n\(short)\nFrom \n\(short)\n"))
        #expect(own.texts == [short, short])
        let other = Reading(try folder.write("other", "\(postmark)\n\(short)\nFrom \n\(short)\n"))
        #expect(other.texts.count == 1)
        #expect(other.problems == [.mayHoldMessages(count: 1)])
        #expect(other.warnings.first?.offset == "\(postmark)\n\(short)\n".utf8.count)
    }

    @Test("amid text, without an empty line before it, only a date or the file's own form begins a message")
    func amidText() throws {
        for form in Self.forms {
            let text = "Subject: x\n\nText\n\(form)\n\(mail(7))"
            let read = Reading(try folder.write("mbox", "\(postmark)\n\(text)\n\(postmark)\n\(mail(2))\n"))
            let isDated = form == "From - Tue Mar  5 10:00:00 2024"
            #expect(read.messages.count == (isDated ? 3 : 2), "\(form)")
            #expect(read.problems == (isDated ? [] : [.mayHoldMessages(count: 1)]), "\(form)")
        }
    }

    @Test("running text with a header below it is left, and told once with how many there are")
    func doubtful() throws {
        let body = "Subject: x\n\nFrom the desk of Ann:\n\(mail(7))\nFrom the desk of Bob:\n\(mail(8))"
        let read = Reading(try folder.write("mbox", "\(postmark)\n\(body)\n\(postmark)\n\(body)\n"))
        #expect(read.messages.count == 2)
        #expect(read.problems == [.mayHoldMessages(count: 4)])
    }

    @Test("NULs that a crash left stand before a message, not in one", arguments: [16, 512, 4_096])
    func blocksOfNULs(_ count: Int) throws {
        let nulls = [UInt8](repeating: 0, count: count)
        // Of a file, 4 KiB tell what it is.
        var bytes = [UInt8](repeating: 0, count: min(count, 2_048))
        bytes += Array("\(postmark)\n\(mail(1))\n".utf8) + nulls
        bytes += Array("\(postmark)\n\(mail(2))".utf8) + nulls
        bytes += Array("From \n\(mail(3))\n".utf8)
        let read = Reading(try folder.write("mbox", bytes))
        #expect(read.texts == (1...3).map { mail($0) })
        #expect(read.warnings == [])
    }

    @Test("a file of messages in Thunderbird's form may begin with a byte-order mark or an empty line")
    func theStart() throws {
        for start in ["\u{FEFF}", "\r\n"] {
            let read = Reading(try folder.write("mbox", "\(start)From \n\(mail(1))\nFrom \n\(mail(2))\n"))
            #expect(read.texts == [mail(1), mail(2)])
        }
    }

    @Test(
        "judging takes a time in proportion to the file",
        arguments: [
            "From ", "From -\nX: y\n", "\n\nFrom a@b 1\nTo: x\n",
            // Without an empty line anywhere.
            "\(postmark)\nFrom: a@b\nTo: x\n", "From a@b 1\nFrom: a@b\nTo: x\n", "From -\nX: y\nnone\n",
            // Lengths that end at lines which begin no record by themselves.
            "\(postmark)\nContent-Length: 2\n\nx\n",
        ])
    func time(_ unit: String) throws {
        let sizes = (small: 64 << 10, large: 512 << 10)
        for size in [sizes.small, sizes.large] {
            let text = "\(postmark)\n\(mail(1))\n" + String(repeating: unit, count: size / unit.utf8.count)
            #expect(Reading(try folder.write("\(size)", text)).messages.count > 0)
        }
        let growth = LinearTime(small: sizes.small, large: sizes.large).excess(of: { folder.path("\($0)") }) {
            _ = Reading($0)
        }
        #expect(growth == nil)
    }
}
