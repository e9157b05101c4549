// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite(
    "OpenDKIM beside spreud behind Postfix", .serialized,
    .enabled(if: PostfixInstance.obstacle == nil, Comment(rawValue: PostfixInstance.obstacle ?? "")),
    .enabled(
        if: OpenDKIM.program.exists && Program(path: "/usr/bin/openssl").exists,
        "opendkim is missing: scripts/setup --tests installs it"))
struct PostfixDKIMTests {
    private static let message = """
        From: Joe <joe@\(OpenDKIM.domain)>
        To: \(PostfixInstance.recipient)
        Subject: Order
        Date: Mon, 2 Mar 2026 10:00:00 +0100
        Message-ID: <1@\(OpenDKIM.domain)>

        Hello, five of the large ones please.

        """

    @Test("whichever comes first, a signed message verifies and is tagged; behind OpenDKIM its result counts")
    func bothOrders() throws {
        let dkim = try OpenDKIM()
        var signed: String?
        for isFirst in [true, false] {
            let site = dkim.folder.path("site.yaml")
            let lists = dkim.folder.path("lists")
            try Data("allow \(OpenDKIM.domain)\n".utf8).write(to: URL(fileURLWithPath: lists))
            try Data("lists: \(lists)\nauthserv-id: mx.\(PostfixInstance.domain)\n".utf8)
                .write(to: URL(fileURLWithPath: site))
            let spreud = "{ unix:$data_directory/../milter.sock, default_action=accept }"
            let milters = isFirst ? [dkim.milter, spreud] : [spreud, dkim.milter]
            let postfix = try PostfixInstance(
                "site: \(site)", main: "smtpd_milters = \(milters.joined(separator: ", "))")
            func deliver(_ message: String, _ options: [String]) throws -> PostfixTests.Delivered {
                let outcome = try postfix.swaks(message, options)
                #expect(outcome.code == 0, "\(outcome.text)")
                let delivered = try PostfixTests.Delivered(postfix.delivered(1)[0])
                try postfix.empty()
                return delivered
            }
            // Of a client inside it is signed, and that survives the tag.
            let sent = try deliver(Self.message, [])
            #expect(sent.all("X-Spreu").count == 1)
            let own = try #require(sent.field("DKIM-Signature"), "\(sent.text)\n\(dkim.log)")
            signed = signed ?? own + Self.message
            for message in [signed ?? "", own + Self.message] {
                let outside = try deliver(message, ["--xclient", "ADDR=198.51.100.9"])
                let results = outside.field("Authentication-Results") ?? ""
                #expect(results.contains("dkim=pass") && results.contains("header.d=\(OpenDKIM.domain)"), "\(results)")
                let tag = try #require(outside.all("X-Spreu").first)
                #expect(tag.hasSuffix(", list=allow") == isFirst, "\(tag)")
            }
            let broken = (own + Self.message).replacingOccurrences(of: "five", with: "fifty")
            let forged = try deliver(broken, ["--xclient", "ADDR=198.51.100.9"])
            #expect(forged.field("Authentication-Results")?.contains("dkim=fail") == true)
            #expect(forged.all("X-Spreu").first?.contains("list=") == false)
        }
    }
}

extension PostfixTests.Delivered {
    /// The first field of a name with its line ends, folded as it is.
    fileprivate func field(_ name: String) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
        guard let start = lines.firstIndex(where: { $0.lowercased().hasPrefix(name.lowercased() + ":") }) else {
            return nil
        }
        let folded = lines[(start + 1)...].prefix { $0.hasPrefix(" ") || $0.hasPrefix("\t") }
        return ([lines[start]] + folded).map { $0 + "\n" }.joined()
    }
}

/// An OpenDKIM of its own, which signs mail of clients inside and verifies that of others, with keys from a file.
private final class OpenDKIM {
    static let program = Program(path: "/usr/sbin/opendkim")
    static let domain = "out.example.net"

    let folder: ScratchFolder
    private let running: RunningProgram

    var milter: String { "unix:" + folder.path("dkim.sock") }
    var log: String { running.log }

    init() throws {
        folder = try ScratchFolder()
        let openssl = Program(path: "/usr/bin/openssl")
        _ = try openssl.run(["genrsa", "-out", folder.path("key.pem"), "2048"])
        let key = try openssl.run(["rsa", "-in", folder.path("key.pem"), "-pubout"]).text
            .split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        try Data("s1._domainkey.\(Self.domain) v=DKIM1; k=rsa; p=\(key)\n".utf8)
            .write(to: URL(fileURLWithPath: folder.path("keys")))
        let configuration = """
            Mode sv
            Syslog no
            Background no
            RequireSafeKeys no
            UMask 000
            Socket local:\(folder.path("dkim.sock"))
            AuthservID mx.\(PostfixInstance.domain)
            Domain \(Self.domain)
            Selector s1
            KeyFile \(folder.path("key.pem"))
            TestPublicKeys \(folder.path("keys"))
            AlwaysAddARHeader yes

            """
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder.path("opendkim.conf")))
        running = try RunningProgram(
            Self.program.path, ["-f", "-x", folder.path("opendkim.conf")], log: folder.path("opendkim.log"))
        let socket = folder.path("dkim.sock")
        _ = eventually { FileManager.default.fileExists(atPath: socket) }
    }

    deinit { running.stop() }
}
