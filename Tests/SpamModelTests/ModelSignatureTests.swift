// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamModel
import TestSupport
import Testing

@Suite("Model signature")
struct ModelSignatureTests {
    /// A folder with a signed model.
    struct Place {
        let folder: ScratchFolder
        let key: SigningKey
        var model: String { folder.path("model.spreu") }
        var signature: String { model + ".sig" }

        init() throws {
            folder = try ScratchFolder()
            key = try #require(SigningKey(seed: [UInt8](1...32)))
            try ModelFile.write(ModelSamples.model(), to: model)
            try sign(with: key)
        }

        func sign(with key: SigningKey) throws {
            try put(key.sign(try ModelDigest(ofFile: model)).fileContent, signature)
        }

        func put(_ bytes: [UInt8], _ path: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        }

        func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

        @discardableResult
        func open(_ path: String? = nil, trusting key: PublicKey? = nil) throws(ModelFileError) -> SpamModel {
            try SpamModel.open(
                path ?? model, keyID: ModelSamples.keyID, extractorVersion: ModelSamples.extractorVersion,
                signedBy: TrustedKeys(key ?? self.key.publicKey))
        }

        /// Why the model is refused.
        func problem(trusting key: PublicKey? = nil) -> ModelFileError.Problem? {
            do throws(ModelFileError) {
                try open(trusting: key)
                return nil
            } catch {
                #expect(error.path == model && error.description.hasPrefix(model + ": "))
                return error.problem
            }
        }
    }

    private static let other = SigningKey(seed: [UInt8](repeating: 9, count: 32))

    @Test("a model that is signed is opened, scores as without, and says by whom it is signed")
    func roundTrip() throws {
        let place = try Place()
        let model = try place.open()
        #expect(model.signer == place.key.publicKey)
        let plain = try SpamModel.open(place.model, keyID: nil, extractorVersion: nil)
        #expect(plain.signer == nil && plain.id == model.id && plain.digest == model.digest)
        let features = ModelSamples.features([.words: [1, 1 << 30, 1 << 31], .wordPairs: [7 << 29]])
        #expect(plain.score(features) == model.score(features))
        #expect(try ModelSignature.beside(place.model)?.keyID == place.key.publicKey.id)
        // What would be written has the digest of what was.
        #expect(try ModelDigest(of: ModelSamples.model()) == model.digest)
    }

    @Test("one bit of the model that is another, anywhere, is a false signature")
    func flippedModel() throws {
        let place = try Place()
        let whole = try place.bytes(place.model)
        for byte in stride(from: 0, to: whole.count, by: 37) {
            var bytes = whole
            bytes[byte] ^= 1 << UInt8(byte % 8)
            try place.put(bytes, place.model)
            #expect(place.problem() == .falseSignature(keyID: place.key.publicKey.id), "\(byte)")
        }
        try place.put(Array(whole.dropLast()), place.model)
        #expect(place.problem() == .falseSignature(keyID: place.key.publicKey.id))
        try place.put([], place.model)
        #expect(place.problem() == .falseSignature(keyID: place.key.publicKey.id))
        try place.put(whole, place.model)
        #expect(place.problem() == nil)
    }

    @Test("no bit of the signature's file can be another")
    func flippedSignature() throws {
        let place = try Place()
        let whole = try place.bytes(place.signature)
        for bit in 0..<(8 * whole.count) {
            var bytes = whole
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            try place.put(bytes, place.signature)
            #expect(place.problem() != nil, "bit \(bit)")
        }
    }

    @Test("without a signature, or with what is none, a model is refused, and the line says what to do")
    func noSignature() throws {
        let place = try Place()
        let file = URL(fileURLWithPath: place.signature).resolvingSymlinksInPath().path
        let whole = try place.bytes(place.signature)
        for bytes in [[], Array(whole.dropLast(3)), whole + whole, [UInt8](repeating: 65, count: 1 << 20), [0xFF, 0]] {
            try place.put(bytes, place.signature)
            #expect(place.problem() == .badSignature(file: file), "\(bytes.count) bytes")
        }
        unlink(place.signature)
        #expect(place.problem() == .notSigned(file: file))
        #expect(throws: ModelFileError.self) { try place.open() }
        mkdir(place.signature, 0o700)
        #expect(place.problem() == .badSignature(file: file))
        rmdir(place.signature)
        // A pipe that nobody writes to holds nobody up.
        mkfifo(place.signature, 0o600)
        #expect(place.problem() == .badSignature(file: file))
    }

    @Test("a model that is missing, or too large to be one, is told as that")
    func noModel() throws {
        let place = try Place()
        // A file with a hole takes no room on the disk.
        truncate(place.model, (1 << 30) + 1)
        #expect(place.problem() == .tooLargeToVerify(bytes: (1 << 30) + 1, limit: 1 << 30))
        unlink(place.model)
        #expect(place.problem() == .cannotOpen(call: "realpath", errno: ENOENT))
        mkdir(place.model, 0o700)
        #expect(place.problem() == .notAFile)
    }

    @Test("a signature by another key, or of another model, is refused; so is one that claims to be by the right key")
    func strangers() throws {
        let place = try Place()
        let other = try #require(Self.other)
        let (own, strange) = (place.key.publicKey.id, other.publicKey.id)
        #expect(place.problem(trusting: other.publicKey) == .untrustedSigner(keyID: own, trusted: [strange]))
        try place.sign(with: other)
        #expect(place.problem() == .untrustedSigner(keyID: strange, trusted: [own]))
        let claim = String(decoding: try place.bytes(place.signature), as: UTF8.self)
            .replacingOccurrences(of: strange, with: own)
        try place.put(Array(claim.utf8), place.signature)
        #expect(place.problem() == .falseSignature(keyID: own))
        // Another model by the right key.
        try place.sign(with: place.key)
        try ModelFile.write(ModelSamples.model(seed: 2), to: place.model)
        #expect(place.problem() == .falseSignature(keyID: own))
    }

    @Test("what scores is what was verified: writing into the file afterwards changes nothing")
    func replacedInPlace() throws {
        let place = try Place()
        let model = try place.open()
        let features = ModelSamples.features([.words: [1, 1 << 30, 1 << 31], .wordPairs: [7 << 29]])
        let score = model.score(features)
        let file = try #require(FileHandle(forWritingAtPath: place.model))
        try file.write(contentsOf: Data(count: try place.bytes(place.model).count))
        try file.truncate(atOffset: 0)
        try file.close()
        #expect(model.score(features) == score && score.rank != 0)
    }

    @Test("the signature is looked for beside the file that a link leads to")
    func link() throws {
        let place = try Place()
        try FileManager.default.createSymbolicLink(
            atPath: place.folder.path("current"), withDestinationPath: "model.spreu")
        #expect(try place.open(place.folder.path("current")).signer == place.key.publicKey)
        // One beside the link is of no interest.
        try place.put([], place.folder.path("current.sig"))
        #expect(try place.open(place.folder.path("current")).signer == place.key.publicKey)
    }

    @Test("keys are those of RFC 8032, and a file of several lets keys change")
    func keys() throws {
        let place = try Place()
        func bytes(_ hex: String) -> [UInt8] {
            let digits = Array(hex)
            return stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0...($0 + 1)]), radix: 16)
            }
        }
        // Section 7.1, test 1.
        let seed = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        let key = try #require(SigningKey(seed: seed))
        let expected = bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(key.publicKey == PublicKey(bytes: expected))
        #expect(key.publicKey.line == "spreu-public-key-1 " + Data(expected).base64EncodedString())
        let path = place.folder.path("keys.pub")
        try place.put(Array("# old and new\n\n\(key.publicKey.line)\n\(place.key.publicKey.line)\n".utf8), path)
        let trusted = try TrustedKeys.load(path: path)
        #expect(trusted.keys == [key.publicKey, place.key.publicKey])
        for signer in [key, place.key] {
            try place.sign(with: signer)
            let model = try SpamModel.open(place.model, keyID: nil, extractorVersion: nil, signedBy: trusted)
            #expect(model.signer == signer.publicKey)
        }
    }

    @Test("a new key is for its owner alone, its public half for all, and neither replaces a file")
    func made() throws {
        let folder = try ScratchFolder()
        let (secret, open) = (folder.path("state/signing.key"), folder.path("signing.pub"))
        let key = try SigningKey.make(path: secret, publicPath: open)
        // The public half is for other users, whatever the umask.
        #expect(try SigningKey.load(path: secret).publicKey == key.publicKey)
        #expect(try TrustedKeys.load(path: open) == TrustedKeys(key.publicKey))
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(secret) == 0o600 && mode(folder.path("state")) == 0o700)
        #expect(try mode(open) == 0o644)
        #expect(throws: SignatureKeyError(path: secret, problem: .exists)) {
            try SigningKey.make(path: secret, publicPath: folder.path("new.pub"))
        }
        #expect(throws: SignatureKeyError(path: open, problem: .exists)) {
            try SigningKey.make(path: folder.path("new.key"), publicPath: open)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("new.key")))
        #expect(try TrustedKeys.load(path: open) == TrustedKeys(key.publicKey))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] { #expect(text.contains(key.publicKey.id)) }
        #expect(dumped.utf8.count < 100)
    }

    @Test("a signing key that others can read is refused, and so are files that hold no key")
    func badKeys() throws {
        let folder = try ScratchFolder()
        let (secret, open) = (folder.path("key"), folder.path("pub"))
        let key = try SigningKey.make(path: secret, publicPath: open)
        for mode in [0o640, 0o604, 0o620] {
            chmod(secret, mode_t(mode))
            #expect(throws: SignatureKeyError(path: secret, problem: .exposed(mode: UInt32(mode)))) {
                try SigningKey.load(path: secret)
            }
        }
        // A public key is no secret one, nor the other way round.
        chmod(open, 0o600)
        chmod(secret, 0o600)
        #expect(throws: SignatureKeyError(path: open, problem: .notASigningKey)) { try SigningKey.load(path: open) }
        #expect(throws: SignatureKeyError(path: secret, problem: .notPublic(line: 1))) {
            try TrustedKeys.load(path: secret)
        }
        #expect(throws: SignatureKeyError(path: folder.path("none"), problem: .noSigningKeyFile)) {
            try SigningKey.load(path: folder.path("none"))
        }
        #expect(throws: SignatureKeyError(path: folder.path("none"), problem: .noPublicKeyFile)) {
            try TrustedKeys.load(path: folder.path("none"))
        }
        let line = key.publicKey.line
        for (text, bad) in [("", 1), ("# nothing\n", 1), ("\(line)x\n", 1), ("# a\n\(line)\n\(line.dropLast(4))\n", 3)]
        {
            try Data(text.utf8).write(to: URL(fileURLWithPath: open))
            #expect(throws: SignatureKeyError(path: open, problem: .notPublic(line: bad))) {
                try TrustedKeys.load(path: open)
            }
        }
    }
}
