// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

@Suite("Borders in an mbox")
struct MboxBordersTests {
    /// Records with all that could be taken for a border: quoted and bare From lines, empty lines, lengths that lie.
    private static func mbox(lineEnd: String) -> String {
        var generator = SplitMix64(seed: 3)
        return (0..<120).map { number in
            let lines = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                [
                    "text", "", ">From a friend", "From here on it is text", "Subject: not a field of the header",
                    "From a@b.example Mon Jan  1 00:00:00 2024", String(repeating: "x", count: 400),
                ].randomElement(using: &generator) ?? ""
            }
            let length = number % 7 == 0 ? "Content-Length: \(number * 13)\n" : ""
            let body = lines.joined(separator: "\n")
            return
                "From s@example.com Mon Jan  1 00:00:00 2024\nFrom: s@example.com\nSubject: \(number)\n\(length)\n\(body)\n\n"
        }.joined().replacing("\n", with: lineEnd)
    }

    private func read(_ path: String, _ part: Range<Int>? = nil) -> (
        messages: [ArchivedMessage], warnings: [ArchiveWarning]
    ) {
        var (messages, warnings): ([ArchivedMessage], [ArchiveWarning]) = ([], [])
        for event in ArchiveReader(
            [path],
            filter: { file in
                if file.stage == .mbox, let part { .part(part) } else { .read }
            })
        {
            switch event {
            case .message(let message): messages.append(message)
            case .warning(let warning): warnings.append(warning)
            }
        }
        return (messages, warnings)
    }

    @Test("parts between borders hold the messages of the whole, wherever it is cut", arguments: ["\n", "\r\n"])
    func parts(lineEnd: String) throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.mbox")
        try Self.mbox(lineEnd: lineEnd).write(toFile: path, atomically: true, encoding: .utf8)
        let whole = read(path).messages
        let borders = try #require(MboxBorders(path))
        let starts = Set(whole.map(\.provenance.offset))
        for offset in stride(from: 0, to: borders.size, by: 13) {
            let border = try #require(borders.border(from: offset))
            #expect(border >= offset && (border == borders.size || starts.contains(border)), "\(offset)")
        }
        for step in [1, 500, 3_000, 20_000] {
            var parts: [ArchivedMessage] = []
            var from = 0
            while from < borders.size {
                let to = try #require(borders.border(from: from + step))
                let part = read(path, from..<to)
                #expect(!part.warnings.contains { $0.problem == .notBetweenMessages })
                parts += part.messages
                from = to
            }
            #expect(parts.map(\.bytes) == whole.map(\.bytes))
            #expect(parts.map(\.provenance) == whole.map(\.provenance))
        }
    }

    @Test("a part that ends within a message is told")
    func wrongEnd() throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.mbox")
        try Self.mbox(lineEnd: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let second = read(path).messages[1].provenance.offset
        #expect(read(path, 0..<second + 5).warnings.contains { $0.problem == .notBetweenMessages })
        #expect(read(path, 0..<second).messages.count == 1)
        let borders = try #require(MboxBorders(path))
        #expect(borders.isBorder(second) && !borders.isBorder(second + 5) && !borders.isBorder(-1))
        #expect(borders.isBorder(borders.size) && !borders.isBorder(.max))
    }

    @Test("what is compressed, no mbox, or begins within a message has no borders")
    func others() throws {
        let folder = try ScratchFolder()
        let text = Self.mbox(lineEnd: "\n")
        for (name, bytes) in [
            ("a.gz", gzipCompressed(Array(text.utf8))), ("b", Array(text.dropFirst(10).utf8)),
            ("c", Array("Subject: x\n\ny\n".utf8)),
            ("d", []),
        ] {
            try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
            #expect(MboxBorders(folder.path(name)) == nil, "\(name)")
        }
        #expect(MboxBorders(folder.path("missing")) == nil)
    }
}
