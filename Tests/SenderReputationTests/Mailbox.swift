// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailIngest
import SenderReputation
import TestSupport

/// Mail as a site's server delivers it, read back through the pipeline.
struct Mailbox {
    static let site = SiteSettings(
        hosts: ["mx.example.com"], networks: ["203.0.113.0/24"], authservIDs: ["mx.example.com"])

    struct Mail {
        var isSpam = true
        /// The day of November 2026 on which it came.
        var day = 1
        var address = "192.0.2.1"
        /// The name that the server found for the address; empty: none.
        var host = "relay.bulk.example"
        var helo = "relay.bulk.example"
        var envelope = "bounce@bulk.example"
        var author = "offers@bulk.example"
        /// What the site's server found of SPF.
        var spf: String?
        /// How the site's server took it.
        var protocolName = "ESMTP"
        var fields: [String] = []
        var body = "text"
        var number = 0

        var text: String {
            let found = host.isEmpty ? "unknown" : host
            let results =
                spf.map { "Authentication-Results: mx.example.com; spf=\($0) smtp.mailfrom=\(envelope)\n" } ?? ""
            let head = """
                Return-Path: <\(envelope)>
                Delivered-To: anna@example.com
                \(results)Received: from \(helo) (\(found) [\(address)]) by mx.example.com (Postfix) with \(protocolName) id A\(number) for \
                <anna@example.com>; \(day) Nov 2026 10:00:00 +0000

                """
            let more = fields.map { $0 + "\n" }.joined()
            return head + more
                + "From: Somebody <\(author)>\nSubject: secret subject\nMessage-ID: <\(number).\(day).\(address)@bulk.example>\n\n\(body)\n"
        }
    }

    /// What a reader makes of some mail.
    static func sightings(_ mail: [Mail], site: SiteSettings = site, table: NetworkTable? = nil) throws
        -> [SenderSighting]
    {
        let folder = try ScratchFolder()
        for (isSpam, name) in [(true, "spam"), (false, "ham")] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
            for (index, one) in mail.enumerated() where one.isSpam == isSpam {
                var numbered = one
                if numbered.number == 0 { numbered.number = index + 1 }
                let file = folder.path("\(name)/\(String(format: "%05d", index)).eml")
                try Data(numbered.text.utf8).write(to: URL(fileURLWithPath: file))
            }
        }
        let reader = SightingReader(site, table: table)
        var found: [SenderSighting] = []
        _ = MessagePipeline.map(
            [.ham([folder.path("ham")]), .spam([folder.path("spam")])],
            options: MessagePipeline.Options(features: site.features([]))
        ) {
            reader.read($0)
        } consume: {
            found += $0
        }
        return found
    }

    /// A table of some mail, at the end of a day of November 2026.
    static func table(_ mail: [Mail], day: Int, maxNames: Int = ReputationTable.maxNames) throws -> ReputationTable {
        var table = ReputationTable(asOf: end(of: day), maxNames: maxNames)
        for sighting in try sightings(mail) { table.take(sighting) }
        return table
    }

    /// The last second of a day of November 2026.
    static func end(of day: Int) -> Int64 { 1_793_491_200 + Int64(day) * 86_400 - 1 }
}

extension SenderSighting {
    func names(_ kind: SenderNameKind) -> [String] { names.filter { $0.kind == kind }.map(\.text) }
}
