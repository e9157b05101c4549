// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailMessage
import TestSupport
import Testing

/// Archives that mail programs show otherwise than a filter may read them (`../shared/cases/reading`).
@Suite("Shared cases of reading archives")
struct SharedReadingTests {
    @Test(
        "each archive has the messages that its program shows",
        .enabled(if: SharedFiles.exists("cases/reading"), "../shared/cases/reading is absent"),
        arguments: [
            ("from-line-no-empty-line-before", ["msg 1", "msg 2", "msg 3"]),
            ("from-line-other-dates", (0...6).map { "msg \($0)" }), ("mbox-thunderbird-expunged", ["msg 1", "msg 3"]),
            ("mbox-uw-internal-data", ["msg 1"]), ("thunderbird-bare-from", ["msg 1", "msg 2", "msg 3"]),
        ])
    func messages(_ name: String, _ subjects: [String]) {
        let read = Reading(SharedFiles.path("cases/reading/\(name).mbox"))
        #expect(read.messages.map { Message($0.bytes).subject } == subjects)
        #expect(read.warnings == [])
    }

    @Test("a byte-order mark before a file's message is not part of it")
    func byteOrderMark() throws {
        let folder = try ScratchFolder()
        for top in ["\u{FEFF}", "\r\n", "\u{FEFF}\(postmark)\n"] {
            #expect(Reading(try folder.write("x.eml", top + mail(1))).texts == [mail(1)])
        }
    }
}
