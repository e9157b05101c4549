// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("Content-Length in an mbox")
struct ContentLengthTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A record whose body holds what looks like the next one.
    private static func embedding(_ length: (Int) -> String) -> (record: String, message: String) {
        let body = "See this:\n\n\(postmark)\n\(mail(7))\nThat was it.\n"
        let message = "Subject: outer\nContent-Length: \(length(body.utf8.count))\n\n\(body)"
        return ("\(postmark)\n\(message)\n", message)
    }

    @Test(
        "an unquoted From line inside the length does not split where the format is named",
        arguments: [ArchiveFormat.mboxcl, .mboxcl2])
    func insideTheLength(_ format: ArchiveFormat) throws {
        let (record, message) = Self.embedding { "\($0)" }
        let path = try folder.write("mbox", record + "\(postmark)\n\(mail(2))\n")
        let read = Reading(path, format: format)
        #expect(read.texts == [message, mail(2)])
        #expect(read.warnings == [])
    }

    @Test("it does not count in a dialect without it", arguments: [ArchiveFormat.mboxo, .mboxrd])
    func otherDialects(_ format: ArchiveFormat) throws {
        let path = try folder.write("mbox", Self.embedding { "\($0)" }.record)
        #expect(Reading(path, format: format).messages.count == 2)
    }

    @Test(
        "a length that ends in the middle gives way to the From lines and is told once",
        arguments: [ArchiveFormat.mboxcl, .mboxcl2],
        ["1", "40", "99999", "999999999999999999", "9223372036854775807", "-1", "many"])
    func wrongLength(_ format: ArchiveFormat, _ length: String) throws {
        let record = "\(postmark)\nContent-Length: \(length)\n\(mail(1))\n"
        let path = try folder.write("mbox", record + record)
        let read = Reading(path, format: format)
        let message = "Content-Length: \(length)\n\(mail(1))"
        #expect(read.texts == [message, message])
        let isNumber = Int(length).map { $0 >= 0 && length.count <= 18 } ?? false
        #expect(read.problems == (isNumber ? [.wrongContentLength] : []))
        let found = Reading(path)
        #expect(found.texts == [message, message])
        #expect(found.warnings == [])
    }

    @Test("of several fields the last counts: delivery adds its own at the end")
    func theLastCounts() throws {
        let body = "One\n\n\(postmark)\nSubject: inner\n\nTwo\n"
        let message = "Content-Length: 4\nSubject: x\ncontent-length:\t\(body.utf8.count)\n\n\(body)"
        let path = try folder.write("mbox", "\(postmark)\n\(message)\n\(postmark)\n\(mail(2))\n")
        #expect(Reading(path, format: .mboxcl2).texts == [message, mail(2)])
    }

    @Test("a length that a sender may have made up does not hide what evidently is another message")
    func overPlainEvidence() throws {
        // The length reaches over the second record to the third.
        let hidden = "\(mail(2))\n\(postmark)\n\(mail(3))"
        let first = "Content-Length: \(hidden.utf8.count - 55)\nFrom: a@example.com\nSubject: x\n\nText\n"
        for length in [hidden.utf8.count, hidden.utf8.count + 60] {
            let message = first.replacing("\(hidden.utf8.count - 55)", with: "\(length)")
            let path = try folder.write(
                "mbox", "\(postmark)\n\(message)\n\(postmark)\n\(mail(2))\n\(postmark)\n\(mail(3))\n")
            let read = Reading(path)
            #expect(read.texts == [message, mail(2), mail(3)])
            #expect(read.warnings == [])
        }
    }

    @Test("a length beyond the limit of a message hides nothing either: that much is not looked through")
    func beyondTheLimit() throws {
        var limits = ArchiveLimits.standard
        limits.maxMessageBytes = 300
        let others = (2..<20).map { "\(postmark)\n\(mail($0))\n" }.joined()
        // It ends just where the last record begins.
        let text = "Text\n\n"
        let first = "Content-Length: \(text.utf8.count + others.utf8.count - 1)\nSubject: x\n\n"
        let path = try folder.write("mbox", "\(postmark)\n\(first)\(text)\(others)\(postmark)\n\(mail(20))\n")
        let read = Reading(path, limits: limits)
        #expect(read.texts == [first + "Text\n"] + (2...20).map { mail($0) })
    }

    @Test("one that came with a message does not make the mailbox mboxcl, nor holds two messages together")
    func fromASender() throws {
        let quoting = "Subject: x\n\n>From me\n"
        let record = Self.embedding { "\($0)" }.record
        let mbox = "\(postmark)\n\(quoting)\n" + record + "\(postmark)\n\(quoting)\n"
        let path = try folder.write("mbox", mbox)
        #expect(ArchiveFormat.detect(path) == .mboxrd)
        let unquoted = "Subject: x\n\nFrom me\n"
        #expect(Reading(path).texts.count == 4)
        #expect(Reading(path).texts.filter { $0 == unquoted }.count == 2)
    }

    @Test("a body without a final line end keeps its length", arguments: ["", "\n", "\n\n"])
    func noFinalLineEnd(_ separator: String) throws {
        let message = "Content-Length: 4\n\nbody"
        let first = "\(postmark)\n\(message)" + (separator.isEmpty ? "\n" : separator)
        let path = try folder.write("mbox", "\(first)\(postmark)\n\(message)\(separator)")
        #expect(Reading(path, format: .mboxcl2).texts == [message, message])
    }

    @Test("a long body is found by its length without reading up to it")
    func longBody() throws {
        let body = String(repeating: "0123456789abcde\n", count: 100_000)
        let message = "Content-Length: \(body.utf8.count)\n\n\(body)"
        let path = try folder.write("mbox", "\(postmark)\n\(message)\n\(postmark)\n\(mail(2))\n")
        #expect(Reading(path, format: .mboxcl2).texts == [message, mail(2)])
        let compressed = try folder.write("mbox.gz", compress(Array("\(postmark)\n\(message)\n".utf8), with: "gzip"))
        #expect(Reading(compressed, format: .mboxcl2).texts == [message])
    }
}
