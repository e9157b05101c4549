// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import TestSupport
import Testing
import TrainingStore

@Suite("Lines of a manifest")
struct TaskLineTests {
    @Test("a line that no plan makes is refused with what is wrong with it")
    func hostile() throws {
        let mail = try TaskTests.Mail()
        let line = try #require(
            try mail.plan(.bytes(2_000)).first { task in
                task.items.contains { if case .part(_, let range) = $0.extent { range.lowerBound > 0 } else { false } }
            }?.line)
        let from = try #require(line.firstMatch(of: /"from": (\d+)/)).1
        let to = try #require(line.firstMatch(of: /"to": (\d+)/)).1
        let size = try #require(line.firstMatch(of: /"size": (\d+)/)).1
        for (old, new) in [
            ("\"from\": \(from)", "\"from\": -1"), ("\"from\": \(from)", "\"from\": \(to)"),
            ("\"to\": \(to)", "\"to\": 1\(size)"), ("\"to\": \(to)", "\"to\": 99999999999999999999"),
            ("\"to\": \(to)", "\"to\": 9223372036854775807"), ("\"from\": \(from)", "\"from\": null"),
            ("\"size\": \(size)", "\"size\": -5"), ("\"inode\": \"", "\"inode\": \"-"),
            ("\"read\": [", "\"read\": {}, \"x\": ["),
            ("\"task\": ", "\"task\": -"), ("\"tasks\": ", "\"tasks\": 0, \"x\": "),
            ("\"with\": {", "\"with\": [], \"x\": {"),
            ("\"version\": ", "\"version\": 9999999999"), ("\"source\": \"", "\"source\": \"\\u0000"),
            ("\"source\": \"/", "\"source\": \"/x"),
        ] {
            let changed = line.replacing(old, with: new)
            #expect(changed != line)
            // Whoever changes more than a path could give it an id that fits.
            #expect("\(new)") {
                try ReadingTask(line: changed)
            } throws: { error in
                error is TaskError && (new.hasSuffix("/x") || !"\(error)".contains("its id"))
            }
        }
        let long = [String(repeating: "[", count: 60_000), String(repeating: "x", count: 1 << 20)]
        for text in ["", "{}", "[]", "null", "{"] + long {
            #expect(throws: TaskError.self) { try ReadingTask(line: text) }
        }
    }

    @Test("a task reads nothing but what the configuration names, and between messages alone")
    func bounds() throws {
        let mail = try TaskTests.Mail()
        let tasks = try mail.plan(.bytes(2_000))
        var task = try #require(
            tasks.first { $0.items.contains { if case .part = $0.extent { true } else { false } } })
        let index = try #require(task.items.firstIndex { if case .part = $0.extent { true } else { false } })
        let source = task.items[index].source
        for path in ["/etc/passwd", source + "/../spam.mbox", "Maildir", mail.site.folder.path("store/ledger.sqlite")] {
            task.items[index].source = path
            #expect(throws: TaskError.notOfSite(source: path)) { try mail.reader.read(task, into: mail.results) }
        }
        task.items[index].source = source
        guard case .part(let stamp, let range) = task.items[index].extent else { return }
        for wrong in [range.lowerBound + 7..<range.upperBound, range.lowerBound..<range.upperBound - 3] {
            task.items[index].extent = .part(stamp, wrong)
            #expect(throws: TaskError.notBetweenMessages(source: source, range: wrong)) {
                try mail.reader.read(try ReadingTask(line: task.line), into: mail.results)
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: mail.results).isEmpty)
    }

    @Test("a manifest with lines missing, twice, or of another plan is refused")
    func manifests() throws {
        let mail = try TaskTests.Mail()
        let lines = try mail.plan(.shards(4)).map(\.line)
        let others = try mail.plan(.shards(2)).map(\.line)
        for wrong in [[], Array(lines.dropLast()), Array(lines.dropFirst()), lines + [lines[1]], [lines[0]] + others] {
            #expect(throws: TaskError.self) { try ReadingTask.manifest(wrong.joined(separator: "\n")) }
        }
        #expect(try ReadingTask.manifest(lines.shuffled().joined(separator: "\n") + "\n").map(\.line) == lines)
    }
}
