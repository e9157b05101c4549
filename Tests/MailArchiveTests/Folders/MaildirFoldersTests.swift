// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("Folders of a Maildir")
struct MaildirFoldersTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("they have the names that users see, with how many messages lie in them, and no message is opened")
    func names() throws {
        try folder.makeMaildir()
        try folder.makeMaildir(".Entw&APw-rfe")
        try folder.makeMaildir("Work/2024")
        try folder.write("cur/1.a.mx:2,S", [0, 1])
        try folder.write("new/2.a.mx", [0, 1])
        try folder.write(".Junk.old/cur/3.a.mx:2,S", [0, 1])
        try folder.makeFolder(".Junk.old/new")
        try folder.link("cur/4.a.mx:2,S", to: "/nowhere")
        let listed = MaildirFolders(of: folder.root)
        #expect(listed.messages == ["INBOX": 3, "Entwürfe": 0, "Junk/old": 1, "Work": 0, "Work/2024": 0])
        #expect(listed.warnings == [])
    }

    @Test("Dovecot's own formats are named for what they are, with the way out", arguments: ["mdbox", "sdbox"])
    func dbox(kind: String) throws {
        try folder.write("mail/mailboxes/INBOX/dbox-Mails/\(kind == "sdbox" ? "u.1" : "dovecot.index")", "2 M1e C0\n")
        if kind == "mdbox" { try folder.write("mail/storage/m.1", "2 M1e C0\n") }
        let path = folder.path("mail")
        let listed = MaildirFolders(of: path)
        #expect(listed.messages == [:] && listed.warnings.count == 1)
        for warnings in [listed.warnings, Reading(path).warnings, Reading(path, format: .maildir).warnings] {
            let text = warnings.map(\.description).joined()
            #expect(
                warnings.count == 1 && text.hasPrefix("\(path): is a mailbox in Dovecot's \(kind), which "), "\(text)")
            #expect(text.contains("backup -u USER maildir:FOLDER`"))
        }
        // So does a folder of accounts.
        #expect(Reading(folder.root).warnings.map(\.path) == [path])
    }

    @Test("what is no Maildir says so, and what is not there")
    func others() throws {
        #expect(MaildirFolders(of: folder.root).warnings.map(\.problem) == [.empty])
        #expect(MaildirFolders(of: folder.path("none")).warnings.map(\.problem) == [.removed])
    }

    @Test("a mailbox with folders of these names is still a Maildir")
    func maildir() throws {
        try folder.makeMaildir()
        try folder.makeMaildir("storage")
        try folder.makeMaildir("mailboxes")
        try folder.write("cur/1.a.mx:2,S", mail(1))
        #expect(Reading(folder.root).texts == [mail(1)])
    }
}
