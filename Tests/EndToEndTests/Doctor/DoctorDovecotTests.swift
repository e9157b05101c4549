// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu doctor and a real doveconf")
struct DoctorDovecotTests {
    private static let doveconf = Program(path: "/usr/bin/doveconf")

    /// The first block of a page that has some words.
    private static func block(_ page: String, with words: String) throws -> String {
        let text = try String(contentsOfFile: SharedFiles.projectRoot + "/docs/" + page, encoding: .utf8)
        let blocks = text.components(separatedBy: "```\n").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        return try #require(blocks.first { $0.contains(words) })
    }

    @Test(
        "the lines that the pages on Dovecot print, as doveconf shows them, have nothing missing",
        .enabled(if: doveconf.exists, "dovecot is missing: scripts/setup --tests installs it"))
    func pages() throws {
        let tree = try DoctorTree()
        let lines =
            try Self.block("imapsieve.md", with: "imapsieve_mailbox1_name")
            + Self.block("dovecot.md", with: "sieve_before")
        let path = tree.folder.path("dovecot.conf")
        let text = """
            protocols = imap lmtp
            mail_access_groups = spreu-learn
            \(lines)
            protocol lmtp {
              mail_plugins = $mail_plugins sieve
            }

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let shown = try Self.doveconf.run(["-n", "-c", path])
        #expect(shown.code == 0, "\(shown.errors)")
        try tree.write("doveconf", shown.text)
        let outcome = try tree.check()
        let kinds = try outcome.value["findings"].elements.compactMap { $0["kind"].string }
        #expect(kinds == [], "\(outcome.text)")
        // And what is missing there is missed.
        try tree.write("doveconf", shown.text.replacing("sieve_extprograms", with: ""))
        let less = try tree.check().value["findings"].elements.compactMap { $0["kind"].string }
        #expect(less == ["feedbackPlugin"])
    }
}
