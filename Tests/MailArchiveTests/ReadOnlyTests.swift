// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

@Suite("Reading leaves no trace")
struct ReadOnlyTests {
    /// What the file system says of everything below a folder.
    private func state(_ root: String) throws -> [String: [Int]] {
        var found: [String: [Int]] = [:]
        for name in [""] + (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []) {
            var info = stat()
            try #require(lstat(root + "/" + name, &info) == 0)
            let isFile = info.st_mode & S_IFMT == S_IFREG
            found[name] = [
                Int(info.st_ino), Int(info.st_mode), info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                info.st_ctim.tv_sec, info.st_ctim.tv_nsec, isFile ? info.st_atim.tv_sec : 0,
                isFile ? info.st_atim.tv_nsec : 0,
            ]
        }
        return found
    }

    @Test("no file or folder is changed, moved, locked or marked as read", arguments: [UInt16(0o755), 0o555])
    func nothingChanges(_ permissions: UInt16) throws {
        let folder = try ScratchFolder()
        try folder.makeMaildir("Maildir")
        try folder.write("Maildir/new/1.a.mx", mail(1))
        try folder.write("Maildir/cur/2.a.mx:2,", compress(mail(2), with: "gzip"))
        try folder.write("Maildir/dovecot-keywords", "0 x\n")
        try folder.write("mbox", "\(postmark)\n\(mail(3))\n")
        try folder.write("mbox.xz", compress("\(postmark)\n\(mail(4))\n", with: "xz"))
        try folder.write("MH/.mh_sequences", "unseen: 1\n")
        try folder.write("MH/1", mail(5))
        for part in ["Maildir/new", "Maildir/cur", "Maildir/tmp", "Maildir", "MH"] {
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: folder.path(part))
        }
        let before = try state(folder.root)
        let read = Reading(folder.root)
        #expect(read.messages.count == 5)
        #expect(read.warnings == [])
        #expect(try state(folder.root) == before)
        for part in ["Maildir/new", "Maildir/cur", "Maildir/tmp", "Maildir", "MH"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path(part))
        }
    }

    @Test("a file that another program has locked is read")
    func lockedFile() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("mbox", "\(postmark)\n\(mail(1))\n")
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        try folder.write("mbox.lock", "1")
        #expect(Reading(path).texts == [mail(1)])
    }
}
