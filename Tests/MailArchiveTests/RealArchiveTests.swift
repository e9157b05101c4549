// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("Real archives")
struct RealArchiveTests {
    struct Archive: Sendable, CustomTestStringConvertible {
        let path: String
        let messages: Int
        var testDescription: String { path }

        static let all = [
            Archive(path: "mime/mime4j/mbox-files/mbox.rlug", messages: 5),
            Archive(path: "mime/mime4j/mbox-files/mbox.rlug-0", messages: 1),
            Archive(path: "mime/stalwart/maildir", messages: 6),
            Archive(path: "corpora/lists/usrp-users.mbox.xz", messages: 1500),
            Archive(path: "corpora/lists/linux-man.mbox.xz", messages: 1500),
            Archive(path: "corpora/lists/linux-mips-bulk.mbox.xz", messages: 12000),
            Archive(path: "corpora/spamassassin/index", messages: 6046),
            Archive(path: "corpora/csdmc/index", messages: 1982),
            Archive(path: "corpora/advance-fee/index", messages: 213),
        ]
    }

    static let isPresent = SharedFiles.exists("mime") && SharedFiles.exists("corpora")

    @Test(
        "each has as many messages as it is known to have, and nothing to warn of",
        .enabled(if: isPresent, "../shared/mime or ../shared/corpora is absent"), arguments: Archive.all)
    func counts(_ archive: Archive) throws {
        var messages = 0
        var end = 0
        for event in ArchiveReader([SharedFiles.path(archive.path)]) {
            switch event {
            case .warning(let warning): Issue.record("\(warning)")
            case .message(let message):
                messages += 1
                #expect(!message.bytes.isEmpty)
                guard archive.path.contains("mbox") else { break }
                #expect(message.provenance.offset == end)
                end += message.provenance.size
            }
        }
        #expect(messages == archive.messages)
    }

    @Test(
        "a real Maildir's names are understood", .enabled(if: SharedFiles.exists("mime"), "../shared/mime is absent"))
    func maildir() throws {
        let provenances = Reading(SharedFiles.path("mime/stalwart/maildir")).messages.map(\.provenance)
        #expect(
            provenances.map(\.received) == [
                1_491_941_793, 1_234_567_890, 1_035_478_339, 1_276_528_487, 1_276_533_073, 1_035_478_339,
            ])
        #expect(
            provenances.map(\.folder) == [
                "INBOX", "INBOX", "My Folder", "My Folder", "My Folder/Nested Folder", "My Folder/Nested Folder",
            ])
        #expect(provenances.map(\.flags).prefix(2) == [[.seen, .trashed], [.seen, .recent]])
    }
}
