// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import TestSupport
import Testing
import TextOutput

@Suite("Mail that changes all at once")
struct MassChangeTests {
    private let site: MailSite
    private var paths: [String] = []

    init() throws {
        site = try MailSite()
        for number in 0..<70 { paths.append(try site.deliver(number, to: "example.org/anna")) }
        for number in 100..<103 { try site.deliver(number, to: "example.org/bert") }
    }

    @discardableResult
    private func night(accept: Set<String> = []) throws -> BatchReport { try site.batch(accept: accept) }

    private func spam() throws -> Int { try site.labels(0..<70).count { $0.value } }

    private func told(_ report: BatchReport) -> [String] {
        report.warnings.map(\.description).filter { $0.contains("all at once") }
    }

    @Test("what most of an account's mail says after a change at once counts when a week has passed; it is told once")
    func held() throws {
        try night()
        try night()
        for path in paths[..<60] { try site.move(path, to: ".Junk") }
        let report = try night()
        #expect(told(report).count == 1, "\(report.text)")
        #expect(told(report).first?.hasPrefix("60 messages of account 1 moved all at once") == true)
        #expect(report.json.text.contains(#""changed""#))
        for _ in 0..<6 {
            let next = try night()
            #expect(told(next) == [] && next.text.contains("60 not (changed all at once)"), "\(next.text)")
            #expect(try spam() == 0)
        }
        #expect(!(try night()).text.contains("changed all at once"))
        #expect(try spam() == 60)
    }

    @Test("a person lets it count")
    func accepted() throws {
        try night()
        try night()
        for path in paths[..<60] { try site.move(path, to: ".Junk") }
        try night()
        try night(accept: ["example.org/anna"])
        #expect(try spam() == 60)
        try night()
        #expect(try spam() == 60)
        #expect(
            try night(accept: ["anna"]).warnings.map(\.description).contains {
                $0.hasPrefix("'anna' has no mail to accept")
            }
        )
    }

    @Test("a message that is moved back meanwhile is a person's")
    func rescued() throws {
        try night()
        try night()
        for path in paths[..<60] { try site.move(path, to: ".Old") }
        try night()
        let name = try #require(paths[0].split(separator: "/").last)
        let moved = site.folder.path("vmail/example.org/anna/Maildir/.Old/cur/\(name)")
        try site.move(moved, to: ".Junk")
        try night()
        try night()
        #expect(try site.labels(0..<70).filter { $0.value }.keys.sorted() == [0])
    }

    @Test(
        "a mailbox restored from a backup is one; fifty of many are a person's, and so is a small account",
        arguments: [49, 50])
    func restored(_ count: Int) throws {
        try night()
        try night()
        for path in paths { try FileManager.default.moveItem(atPath: path, toPath: path + ".away") }
        let away = site.folder.path("away")
        try FileManager.default.createDirectory(atPath: away, withIntermediateDirectories: true)
        for (index, path) in paths.enumerated() {
            try FileManager.default.moveItem(atPath: path + ".away", toPath: away + "/\(index)")
        }
        try night()
        for index in 0..<count {
            try FileManager.default.moveItem(atPath: away + "/\(index)", toPath: paths[index])
        }
        #expect(told(try night()).isEmpty == (count == 49))
    }

    @Test("mail that was sorted bit by bit, or came new, is not held")
    func ordinary() throws {
        try night()
        try night()
        for part in 0..<3 {
            for path in paths[(part * 20)..<(part * 20 + 20)] { try site.move(path, to: ".Junk") }
            #expect(told(try night()) == [])
        }
        for number in 200..<400 { try site.deliver(number, to: "example.org/bert") }
        #expect(told(try night()) == [])
        try night()
        #expect(try spam() == 60)
        #expect(try site.labels(200..<400).count == 200)
    }
}
