// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import TestSupport
import Testing
import TrainingStore

@Suite("Where a message lies")
struct MailLocatorTests {
    private let site: IngestTests.Site
    private static let trust = TrustBoundary(hosts: ["mx.example.org"])

    init() throws {
        site = try IngestTests.Site()
        site.settings = ["own-host": ["mx.example.org"]]
    }

    private static func mail(_ number: Int) -> String {
        "Received: from a by mx.example.org; 3 Feb 2024 10:00:00 +0000\nFrom: sender\(number)@example.com\n"
            + "Message-ID: <\(number)@example.com>\n\nWords of \(number).\n"
    }

    private static func mbox(_ numbers: Range<Int>) -> String {
        numbers.map { "From sender@example.com Mon Jan  1 00:00:00 2024\n\(mail($0))\n" }.joined()
    }

    private func find(_ number: Int, trust: TrustBoundary? = Self.trust) throws -> [FoundFile] {
        let store = try site.open(.reading)
        let id = site.key.digest(of: "\(number)@example.com".utf8, purpose: .messageID)
        let records = try store.records(.messageID(id))
        #expect(records.count == 1)
        return FoundMessage.find(records, key: site.key, trust: trust) { _ in true }.flatMap(\.files)
    }

    @Test(
        "a message of an mbox is found with the byte at which its record begins, compressed or not, named or in a folder"
    )
    func mbox() throws {
        try site.write(Self.mbox(0..<3), to: "mail/in.mbox")
        try site.write(Self.mbox(10..<13), to: "mail/other.mbox")
        let gzip = try Program(path: "/usr/bin/gzip").run(["-c"], input: Data(Self.mbox(20..<23).utf8))
        try Data(gzip.output).write(to: URL(fileURLWithPath: site.folder.path("mail/old.mbox.gz")))
        _ = try site.ingest(.ham, "mail/in.mbox")
        _ = try site.ingest(.ham, "mail")
        for (number, file) in [(2, "in.mbox"), (11, "other.mbox"), (22, "old.mbox.gz")] {
            let found = try find(number)
            #expect(found.map(\.message.provenance.path) == [site.folder.path("mail/" + file)])
            let start = (number % 10) * Self.mbox(number..<(number + 1)).utf8.count
            #expect(found.map(\.message.provenance.offset) == [start] && found.allSatisfy { $0.isInMbox })
            #expect(found.first.map { String(decoding: $0.message.bytes, as: UTF8.self) } == Self.mail(number))
        }
        #expect(try find(0).first?.message.provenance.offset == 0)
        // Whoever looks for many messages a night does not read whole archives for it.
        #expect(try find(2, trust: nil).isEmpty)
        // Where the site begins otherwise, the message has another digest.
        #expect(try find(2, trust: TrustBoundary(hosts: ["elsewhere.example.org"])).isEmpty)
    }

    @Test("messages of MH folders, single files and what an index names are found by their files")
    func files() throws {
        for number in 1...3 { try site.write(Self.mail(number), to: "mh/inbox/\(number)") }
        try site.write("", to: "mh/inbox/.mh_sequences")
        try site.write(Self.mail(4), to: "single.eml")
        for number in 5...6 { try site.write(Self.mail(number), to: "corpus/data/\(number)") }
        try site.write("spam ../data/5\nham ../data/6\n", to: "corpus/full/index")
        _ = try site.ingest(.ham, "mh", "single.eml")
        _ = try site.ingest([.labelled(.index(site.folder.path("corpus/full/index")))])
        func names(_ number: Int) throws -> [String] { try find(number).map(\.message.provenance.path) }
        #expect(try names(2) == [site.folder.path("mh/inbox/2")])
        #expect(try names(4) == [site.folder.path("single.eml")])
        #expect(try names(6).map { ($0 as NSString).lastPathComponent } == ["6"])
        #expect(try [2, 4, 6].flatMap { try find($0) }.allSatisfy { !$0.isInMbox })
    }
}
