// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import SenderLists
import SpamModel
import TestSupport
import Testing

@Suite("Editing the list") struct ListEditTests {
    private let folder: ScratchFolder
    private var path: String { folder.path("lists") }

    init() throws { folder = try ScratchFolder() }

    private func entry(_ line: String) throws -> ListEntry { try ListEntry(line: line[...]) }

    private var text: String { get throws { try String(contentsOfFile: path, encoding: .utf8) } }

    @Test("the first entry makes the file, which its group may read")
    func first() throws {
        #expect(throws: ListFileError.self) { try SenderList(contentsOf: path) }
        let outcome = try ListEdit(path).add(entry("allow anna@customer.example"), on: Sample.today)
        #expect(outcome == ListEdit.Outcome())
        #expect(try SenderList(contentsOf: path).entries.map(\.line) == ["allow anna@customer.example"])
        #expect(try text.hasPrefix("# ") && text.hasSuffix("\n"))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    }

    @Test("comments, lines that cannot be read, permissions and the place of a link stay")
    func stays() throws {
        let real = folder.path("real")
        try Data("# ours\n\nallow b@two.example  # why\nnonsense\n".utf8).write(to: URL(fileURLWithPath: real))
        try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: real)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
        _ = try ListEdit(path).add(entry("deny c.example"), on: Sample.today)
        #expect(try text == "# ours\n\nallow b@two.example  # why\nnonsense\ndeny c.example\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == real)
        #expect(try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? Int == 0o664)
    }

    @Test("an entry takes the place of those for the same senders and recipients, and what has run out goes")
    func replaces() throws {
        let edit = ListEdit(path)
        for line in [
            "deny customer.example", "deny customer.example for=sales.example.com", "deny x.example until=2026-11-28",
        ] {
            _ = try edit.add(entry(line), on: Sample.today - 10)
        }
        let outcome = try edit.add(entry("allow Customer.Example"), on: Sample.today)
        #expect(outcome.removed.map(\.line) == ["deny customer.example"] && outcome.expired == 1)
        #expect(
            try SenderList(contentsOf: path).entries.map(\.line)
                == ["deny customer.example for=sales.example.com", "allow customer.example"])
        let removed = try edit.remove(on: Sample.today) { $0.action == .deny }
        #expect(removed.removed.count == 1)
        #expect(try SenderList(contentsOf: path).entries.count == 1)
    }

    @Test("changes at the same time lose nothing")
    func concurrent() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    while true {
                        do {
                            let entry = try ListEntry(line: "deny u\(number)@x.example")
                            _ = try ListEdit(path).add(entry, on: Sample.today)
                            return
                        } catch let error as ListFileError {
                            guard case .locked = error.problem else { throw error }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try SenderList(contentsOf: path).entries.count == 8)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted() == ["lists", "lists.lock"])
    }

    @Test("a file that is too large, or no text, is neither read nor replaced")
    func bad() throws {
        for bytes in [Data(repeating: 0x20, count: SenderList.maxBytes + 1), Data([0xFF, 0xFE, 0x00])] {
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(throws: ListFileError.self) { try SenderList(contentsOf: path) }
            #expect(throws: ListFileError.self) { try ListEdit(path).add(entry("deny a.example"), on: Sample.today) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
        }
    }
}
