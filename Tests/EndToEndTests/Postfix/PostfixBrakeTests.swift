// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite(
    "The brake behind Postfix", .serialized,
    .enabled(if: PostfixInstance.obstacle == nil, Comment(rawValue: PostfixInstance.obstacle ?? "")))
struct PostfixBrakeTests {
    /// Hands over a message to one recipient of the site, and to others.
    private static func submit(_ postfix: PostfixInstance, external: Int) throws {
        let client = try SMTPClient(port: postfix.port)
        try client.command("MAIL FROM:<scanner@\(PostfixInstance.domain)>")
        try client.command("RCPT TO:<\(PostfixInstance.recipient)>")
        for number in 0..<external {
            #expect(try client.command("RCPT TO:<u\(number)@\(PostfixInstance.otherDomain)>").hasPrefix("250"))
        }
        try client.command("DATA")
        #expect(try client.command("Subject: Scan\r\n\r\nA scan.\r\n.").hasPrefix("250"))
    }

    @Test("a device's mail is put on hold, listed, and delivered once it is released, without being counted again")
    func hold() throws {
        let folder = try ScratchFolder()
        let postfix = try PostfixInstance(
            """
            policy: {devices: [127.0.0.1]}
            brake: {folder: \(folder.root), domains: [\(PostfixInstance.domain)], ten-minutes: 3, hour: 9, day: 9}
            """)
        func list() throws -> Program.Outcome { try Spreu.run(["brake", "--folder", folder.root]) }
        try Self.submit(postfix, external: 3)
        _ = try postfix.delivered(1)
        #expect(postfix.queued("hold") == 0)
        try Self.submit(postfix, external: 1)
        #expect(postfix.queued("hold") == 1)
        #expect(eventually { (try? list())?.code == 4 })
        #expect(try list().text.contains("4/3            4/9            4/9  client 127.0.0.1\n"))
        // A crash frees nobody.
        postfix.killFilter()
        try postfix.restartFilter()
        try Self.submit(postfix, external: 1)
        #expect(postfix.queued("hold") == 2)
        try Self.submit(postfix, external: 0)
        _ = try postfix.delivered(2)

        let release = try Spreu.run(["brake", "release", "127.0.0.1", "--folder", folder.root])
        #expect(release.code == 0 && release.text.hasPrefix("released 127.0.0.1 (by "), "\(release.errors)")
        #expect(eventually { postfix.filter.log.contains("brake: released by command") })
        #expect(try Spreu.run(["brake", "release", "127.0.0.2", "--folder", folder.root]).code == 66)
        #expect(try postfix.postsuper("-r", "hold").code == 0)
        _ = try postfix.delivered(4)
        #expect(postfix.queued("hold") == 0)
        try Self.submit(postfix, external: 2)
        _ = try postfix.delivered(5)
        // After the restart the filter saw one on hold, one to the site alone, and the last.
        #expect(postfix.filter.log.matches(of: /source=device/).count == 3, "\(postfix.filter.log)")
        #expect(
            eventually { (try? list())?.text.contains("2/3            2/9            2/9  client 127.0.0.1\n") == true }
        )
        #expect(try list().code == 0)
    }

    @Test("without counts there is nothing to list, and rubbish is told with its line")
    func noCounts() throws {
        let folder = try ScratchFolder()
        #expect(try Spreu.run(["brake", "--folder", folder.root]).code == 66)
        try Data("a\nb\nc\n".utf8).write(to: URL(fileURLWithPath: folder.path("counts")))
        let outcome = try Spreu.run(["brake", "--json", "--folder", folder.root])
        #expect(outcome.code == 65 && outcome.errors.contains("counts:2: "), "\(outcome.errors)")
    }
}
