// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("Signed and compressed models")
struct SignedModelTests {
    /// A signing key with its public half.
    struct Keys {
        let folder: ScratchFolder
        let id: String
        var secret: String { folder.path("signing.key") }
        var open: String { folder.path("signing.pub") }

        init() throws {
            folder = try ScratchFolder()
            let outcome = try Program("spreu").run([
                "models", "keygen", "--signing-key", folder.path("signing.key"), "--public-key",
                folder.path("signing.pub"),
            ])
            id = String(outcome.text.dropFirst("key ".count).prefix(16))
            #expect(outcome.code == 0 && outcome.text == "key \(id)\n", "\(outcome.errors)")
        }

        /// Verifies a model's signature as docs/model-file.md says it is done without Spreu.
        func isVerified(_ model: String, by openssl: Program) throws -> Bool {
            func word(_ path: String) throws -> Data {
                let text = String(decoding: try Spreu.data(path), as: UTF8.self)
                let base64 = text.split(whereSeparator: \.isWhitespace).last ?? ""
                return try #require(Data(base64Encoded: String(base64)))
            }
            let scratch = try ScratchFolder()
            let digest = try Program(path: "/usr/bin/sha256sum").run([model]).text.prefix(64)
            let digits = Array(digest)
            let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
            // RFC 8410: the 12 bytes before the key in its DER form.
            let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
            for (name, content) in [
                ("key", Data(head) + (try word(open))), ("signature", try word(model + ".sig")),
                ("statement", Data("Spreu model v1\0".utf8) + Data(bytes)),
            ] {
                try content.write(to: URL(fileURLWithPath: scratch.path(name)))
            }
            return try openssl.run([
                "pkeyutl", "-verify", "-pubin", "-inkey", scratch.path("key"), "-keyform", "DER", "-rawin", "-in",
                scratch.path("statement"), "-sigfile", scratch.path("signature"),
            ]).code == 0
        }
    }

    private static let openssl = Program(path: "/usr/bin/openssl")
    private static let xz = Program(path: "/usr/bin/xz")

    private func classify(_ model: String, _ more: [String], key: String) throws -> Program.Outcome {
        try Program("spreu").run(
            ["classify", "--model", model, "--key", key, SampleCorpus.path("new/spam.eml")] + more)
    }

    @Test("keygen makes a secret for its owner alone, and replaces nothing")
    func keygen() throws {
        let keys = try Keys()
        let mode = try FileManager.default.attributesOfItem(atPath: keys.secret)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let lines = String(decoding: try Spreu.data(keys.open), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1 && lines[0].contains(/^spreu-public-key-1 [A-Za-z0-9+\/]{43}=$/))
        let secret = try Spreu.data(keys.secret)
        let again = try Program("spreu").run([
            "models", "keygen", "--signing-key", keys.secret, "--public-key", keys.folder.path("other.pub"),
        ])
        #expect(again.code == 73 && again.errors.contains("keys are never replaced"), "\(again.errors)")
        #expect(try Spreu.data(keys.secret) == secret)
        #expect(!FileManager.default.fileExists(atPath: keys.folder.path("other.pub")))
    }

    @Test("a night signs; the signature is listed, verified, copied, and asked for by classify")
    func night() throws {
        let keys = try Keys()
        let site = try NightlyTests.Site("signing-key: \(keys.secret)")
        #expect(try site.run(["config", "check"]).code == 0)
        let outcome = try site.night()
        #expect(outcome.text.contains("with key \(keys.id)"), "\(outcome.text)")
        #expect(try site.run(["models", "list"]).text.contains("signed with \(keys.id)\n"))
        #expect(try site.run(["models", "show"]).value["signedBy"].string == keys.id)
        let model = site.folder.path("models/site/current/model.spreu")
        let verify = ["models", "verify", model, "--public-key", keys.open]
        let verified = try Program("spreu").run(verify)
        #expect(verified.code == 0 && verified.text == "\(model) is signed with key \(keys.id)\n")
        if Self.openssl.exists { #expect(try keys.isVerified(model, by: Self.openssl)) }
        let out = try ScratchFolder()
        #expect(try site.run(["models", "export", "--to", out.root]).code == 0)
        let copy = out.path("model.spreu")
        let trusted = try classify(copy, ["--public-key", keys.open], key: site.folder.path("key"))
        let unasked = try classify(copy, [], key: site.folder.path("key"))
        #expect(trusted.code != 3 && !trusted.text.isEmpty, "\(trusted.errors)")
        #expect(trusted.code == unasked.code && trusted.text == unasked.text)
        // Of another key, altered, and gone: nothing is known of the message.
        let strangers = try Keys()
        let stranger = try classify(copy, ["--public-key", strangers.open], key: site.folder.path("key"))
        #expect(stranger.code == 3 && stranger.text.isEmpty && stranger.errors.contains("trusts \(strangers.id)"))
        var bytes = try Spreu.data(copy)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: copy))
        let altered = try classify(copy, ["--public-key", keys.open], key: site.folder.path("key"))
        #expect(altered.code == 3 && altered.errors.contains("one of the two was altered"), "\(altered.errors)")
        #expect(try Program("spreu").run(["models", "verify", copy, "--public-key", keys.open]).code == 65)
        unlink(copy + ".sig")
        let unsigned = try classify(copy, ["--public-key", keys.open], key: site.folder.path("key"))
        #expect(unsigned.code == 3 && unsigned.errors.contains("the model is not signed"), "\(unsigned.errors)")
    }

    @Test("a model of before can be signed; to go back to one that is not, is told")
    func unsignedBefore() throws {
        let keys = try Keys()
        let site = try NightlyTests.Site()
        try site.night()
        let first = try #require(site.current)
        #expect(try site.run(["models", "show"]).value["signedBy"] == .null)
        try site.configure("signing-key: \(keys.secret)")
        try site.night()
        let back = try site.run(["models", "rollback"])
        #expect(back.code == 4 && site.current == first && back.errors.contains("\(first) is not signed"))
        // An old signature in the folder of an export does not stay beside a model that has none.
        let out = try ScratchFolder()
        try Data().write(to: URL(fileURLWithPath: out.path("model.spreu.sig")))
        #expect(try site.run(["models", "export", "--to", out.root]).code == 0)
        #expect(!FileManager.default.fileExists(atPath: out.path("model.spreu.sig")))
        let model = site.folder.path("models/site/current/model.spreu")
        let sign = try Program("spreu").run(["models", "sign", model, "--signing-key", keys.secret])
        #expect(sign.code == 0, "\(sign.errors)")
        #expect(try Program("spreu").run(["models", "verify", model, "--public-key", keys.open]).code == 0)
        #expect(FileManager.default.fileExists(atPath: site.folder.path("models/site/\(first)/model.spreu.sig")))
        let none = try Program("spreu").run(["models", "sign", keys.open, "--signing-key", keys.secret])
        #expect(none.code == 65, "\(none.errors)")
    }

    @Test("a signing key that cannot be used ends the night before it begins, and the current model stays")
    func badKey() throws {
        let keys = try Keys()
        let site = try NightlyTests.Site()
        try site.night()
        let model = try site.model()
        chmod(keys.secret, 0o644)
        try site.configure("signing-key: \(keys.secret)")
        for command in [["nightly"], ["config", "check"]] {
            let outcome = try site.run(command)
            #expect(outcome.code == 65 && outcome.errors.contains("run chmod 600 on it"), "\(outcome.errors)")
        }
        #expect(try site.model() == model)
    }

    @Test("a model exported as .xz is expanded by the system's xz to the same bytes, and its signature fits")
    func compressed() throws {
        try #require(Self.xz.exists, "needs xz: scripts/setup --tests")
        let keys = try Keys()
        let site = try NightlyTests.Site("signing-key: \(keys.secret)")
        try site.night()
        let out = try ScratchFolder()
        let exported = try site.run(["models", "export", "--xz", "--to", out.root])
        #expect(exported.code == 0 && exported.text == out.path("model.spreu.xz\n"), "\(exported.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: out.root).sorted()
        #expect(files == ["manifest.json", "model.spreu.sig", "model.spreu.xz"])
        let packed = out.path("model.spreu.xz")
        #expect(try Self.xz.run(["--test", packed]).code == 0)
        #expect(try Self.xz.run(["--robot", "--list", packed]).text.contains("\tCRC64\t"))
        #expect(try Self.xz.run(["--decompress", packed]).code == 0)
        #expect(try Spreu.data(out.path("model.spreu")) == site.model())
        let verify = ["models", "verify", out.path("model.spreu"), "--public-key", keys.open]
        #expect(try Program("spreu").run(verify).code == 0)
        #expect(try site.run(["models", "export", "--xz", "--to", out.path("none")]).code == 73)
    }
}
