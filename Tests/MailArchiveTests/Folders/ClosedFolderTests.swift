// SPDX-License-Identifier: Apache-2.0
import MailArchive
import Synchronization
import TestSupport
import Testing

@Suite("Folders that are not looked into")
struct ClosedFolderTests {
    @Test("nothing of them is asked for, in both layouts", arguments: [".Rat", ".Rat.2024", "Rat", "Work/Rat"])
    func closed(_ name: String) throws {
        let folder = try ScratchFolder()
        try folder.makeMaildir()
        try folder.write("cur/1.a.mx:2,S", mail(1))
        try folder.write("\(name)/cur/2.a.mx:2,S", mail(2))
        let names = Mutex<[String]>([])
        let isOpen: FolderFilter = { name, path in
            names.withLock { $0.append(name) }
            return !name.contains("Rat")
        }
        let events = Array(
            ArchiveReader(
                [folder.root],
                filter: { file in
                    #expect(!file.path.contains("Rat"))
                    return .read
                }, folders: isOpen))
        #expect(events.count == 1)
        let decoded = name.hasPrefix(".") ? String(name.dropFirst()).replacing(".", with: "/") : name
        #expect(names.withLock { $0 }.contains(decoded))
        let listed = MaildirFolders(of: folder.root, folders: isOpen)
        #expect(listed.messages.keys.allSatisfy { !$0.contains("Rat") } && listed.warnings == [])
    }
}
