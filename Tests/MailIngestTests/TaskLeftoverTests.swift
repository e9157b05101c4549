// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailIngest
import TestSupport
import Testing
import TrainingStore

@Suite("Tasks of a plan, when something went wrong before")
struct TaskLeftoverTests {
    private typealias Mail = TaskTests.Mail

    @Test("damage in the last result leaves the first untaken")
    func damagedLast() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.shards(4))
        for task in tasks { _ = try mail.reader.read(task, into: mail.results) }
        for file in ["rows", "features.segment", "result.json"] {
            let path = mail.results + "/\(tasks[tasks.count - 1].resultName)/\(file)"
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            var bytes = whole
            bytes[bytes.count * 3 / 4] ^= 0x10
            // Of the report nothing but its digest is checked.
            if file == "result.json" {
                bytes = Data(String(decoding: whole, as: UTF8.self).replacing("digest", with: "d").utf8)
            }
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(throws: TaskError.self) { try mail.merge(tasks) }
            #expect(try mail.site.open(.reading).labelled().isEmpty, "\(file)")
            try whole.write(to: URL(fileURLWithPath: path))
        }
        #expect(try mail.merge(tasks).ingest.new == 210)
    }

    @Test("what killed tasks left goes when nobody has written into it for a day, and nothing else does")
    func abandoned() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.shards(4))
        let files = FileManager.default
        func folder(_ name: String, age: TimeInterval, file: TimeInterval? = nil) throws -> String {
            let path = mail.results + "/" + name
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            if let file {
                try Data("half".utf8).write(to: URL(fileURLWithPath: path + "/rows.new-2"))
                try files.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -file)], ofItemAtPath: path + "/rows.new-2")
            }
            try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
            return name
        }
        let day: TimeInterval = 86_400
        let stale = [
            try folder("\(tasks[0].resultName).new-1abc", age: 2 * day, file: 2 * day),
            try folder("0123456789abcdef.reading.new-zz9", age: 2 * day),
        ]
        let others = [
            try folder("\(tasks[1].resultName).new-2", age: day / 2, file: day / 2),
            // A task that has been at work for two days.
            try folder("\(tasks[1].resultName).new-3", age: 2 * day, file: 60),
            try folder("\(tasks[1].resultName).new-no number", age: 2 * day),
            try folder("my own.new-1", age: 2 * day),
            try folder("0123456789abcdef.reading", age: 2 * day),
        ]
        _ = try mail.reader.read(tasks[2], into: mail.results)
        let left = Set(try files.contentsOfDirectory(atPath: mail.results))
        #expect(left == Set(others + [tasks[2].resultName]) && left.isDisjoint(with: stale))
    }

    @Test("flags that change while tasks wait take no message from one to the other")
    func flags() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.bytes(2_000))
        let cur = mail.site.folder.path("Maildir/cur")
        for name in try FileManager.default.contentsOfDirectory(atPath: cur) {
            try mail.site.move("Maildir/cur/\(name)", "Maildir/cur/\(name.prefix { $0 != ":" }):2,")
        }
        let messages = try tasks.reduce(0) { $0 + (try mail.reader.read($1, into: mail.results).messages) }
        #expect(messages == 302)
        #expect(try mail.merge(tasks).ingest.new == 210)
    }
}
