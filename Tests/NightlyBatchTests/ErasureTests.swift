// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import MailFeatures
import MailMessage
import NightlyBatch
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("Forgetting what lies beside the store")
struct ErasureTests {
    private let site: MailSite
    private var drop: String { site.folder.path("drop") }

    init() throws {
        site = try MailSite.ofTwo(60)
        // Mail that looks like the other class, so that reports name it.
        for number in 200..<206 {
            try site.deliver(number, to: "example.org/carl", ".Junk", text: "word3 and word4 and word5")
        }
        try FileManager.default.createDirectory(
            atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    private func configuration(people: String = "names") throws -> NightlyConfiguration {
        try NightlyConfiguration(site.configuration + "\n    settle: 0\ndrop: \(drop)\npeople: \(people)\n", path: "x")
    }

    @discardableResult
    private func night(days: Int64 = 1, people: String = "names") throws -> BatchReport {
        site.now += days * 86_400
        var options = NightlyRun.Options(now: site.now)
        options.pages = { ["report.html": Array($0.text.utf8)] }
        return try NightlyRun(configuration(people: people), key: site.key, options: options).run().close(code: 0)
    }

    private func store() throws -> TrainingStore {
        try TrainingStore(site.folder.path("store"), .writing, extraction: Extraction(key: site.key), who: "a test")
    }

    private func erase(_ selections: MessageSelection...) throws -> Erasure.Report {
        try Erasure(selections, in: store(), of: configuration(), key: site.key)()
    }

    private func hand(_ number: Int, account: String) throws -> String {
        let mail = "From: a\(number)@example.com\nMessage-ID: <handed\(number)@example.com>\n\nWords of \(number).\n"
        return try DropWriter(drop).append(
            DropRecord(.spam, message: Array(mail.utf8), account: account, origin: "test", time: DropWriter.now)
        ).description
    }

    private func id(_ text: String) -> MessageSelection {
        .messageID(site.key.digest(of: text.utf8, purpose: .messageID))
    }

    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
    }

    @Test("feedback that wait are an account's, a message's or a sender's; those of others stay")
    func dropFolder() throws {
        try night()
        _ = try hand(1, account: "example.org/anna")
        _ = try hand(2, account: "example.org/annabel")
        _ = try hand(3, account: "example.org/bert")
        let stays = try hand(4, account: "example.org/bert")
        let bySender = AddressDigests(key: site.key).digest(of: .init(address: "a3@example.com"))
        #expect(try erase(.account("example.org/anna")).feedback == 1)
        #expect(try erase(.sender(#require(bySender))).feedback == 1)
        #expect(try erase(id("handed2@example.com")).feedback == 1)
        #expect(try files(drop) == [stays])
    }

    @Test("so are files in its quarantine, also half of a record; what cannot be told to be anybody's is counted")
    func quarantine() throws {
        let half = try hand(1, account: "example.org/anna")
        let whole = try Data(contentsOf: URL(fileURLWithPath: drop + "/" + half))
        try whole.dropLast(3).write(to: URL(fileURLWithPath: drop + "/" + half))
        let noise = try hand(2, account: "example.org/anna")
        try Data("noise".utf8).write(to: URL(fileURLWithPath: drop + "/" + noise))
        try night()
        #expect(try files(drop + "/.quarantine").count == 2)
        let report = try erase(.account("example.org/anna"))
        #expect(report.quarantined == 1 && report.unread == 1)
        #expect(try files(drop + "/.quarantine") == ["\(noise).\(site.now)"])
    }

    @Test(
        "reports and scores of every night lose the messages and the account; figures and models stay as they are",
        arguments: ["names", "numbers"])
    func reports(people: String) throws {
        for _ in 0..<2 { try night(people: people) }
        let accounts = ["example.org/bert", "example.org/carl"]
        let numbers = try AccountNames(store()).all.filter { accounts.contains($0.account) }.map { $0.pseudonym + "\"" }
        let called = people == "names" ? accounts : numbers
        let models = site.folder.path("models/site/")
        let exports = try files(models).filter { $0.hasPrefix("2024") }
        let model = try Data(contentsOf: URL(fileURLWithPath: models + "current/model.spreu"))
        let digests = Set(
            try ["carl", "bert"].flatMap { try store().digests(.account("example.org/" + $0)) }.map(\.hexadecimal))
        func texts() throws -> [String: String] {
            var texts: [String: String] = [:]
            for name in ["report.json", "report.txt"] + exports.flatMap({ ["\($0)/report.json", "\($0)/scores"] }) {
                texts[name] = try String(contentsOfFile: models + name, encoding: .utf8)
            }
            return texts
        }
        let before = try texts()
        #expect(try files(models).contains("report.html") && files(models + "current").contains("report.html"))
        #expect(exports.count == 2 && called.contains { before["report.json"]?.contains($0) == true })
        let report = try erase(.account("example.org/carl"), .account("example.org/bert"))
        #expect(report.scores > 0 && report.reports == 3)
        let pages = (exports.map { $0 + "/" } + [""]).map { models + $0 + "report.html" }
        #expect(pages.allSatisfy { !FileManager.default.fileExists(atPath: $0) }, "pages are not rewritten but removed")
        for (name, text) in try texts() {
            #expect((accounts + called).allSatisfy { !text.contains($0) }, "\(name)")
            #expect(digests.allSatisfy { !text.contains($0) }, "\(name)")
        }
        let (old, new) = try (
            JSON(Array(before["report.json", default: ""].utf8)), JSON(contentsOf: models + "report.json")
        )
        #expect(new["evaluate"]["all"] == old["evaluate"]["all"] && new["train"] == old["train"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: models + "current/model.spreu")) == model)
        #expect(try erase(.account("example.org/carl"), .account("example.org/bert")).isEmpty, "it is done")
    }

    @Test("that most of the mail was forgotten is no collapse: the next night serves a model without it")
    func noCollapse() throws {
        for number in 300..<400 { try site.deliver(number, to: "example.org/dora") }
        for number in 400..<420 { try site.deliver(number, to: "example.org/anna", ".Junk") }
        #expect(try night().export != nil)
        let lost = try store().forget(.account("example.org/dora"), now: site.now).messages
        #expect(lost == 100)
        #expect(try store().forget(.account("example.org/bert"), now: site.now).messages == 60)
        let report = try night()
        #expect(report.refusal == nil && report.export != nil, "\(report.text)")
        #expect(report.learned.map { $0.ham + $0.spam } ?? 200 < 100, "\(report.text)")
    }

    @Test("what was taught yesterday, which no age removes, is forgotten at once")
    func noGrace() throws {
        try night()
        let explicitLabels = try store().label(id("3@example.com"), isSpam: true, origin: Opinion.byHand, now: site.now)
        #expect(explicitLabels == 1)
        #expect(try store().forget(id("3@example.com"), now: site.now).messages == 1)
        #expect(try store().explicitLabels(limit: 10) == [])
    }
}
