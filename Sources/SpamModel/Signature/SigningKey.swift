// SPDX-License-Identifier: Apache-2.0
import Crypto
import DurableFiles
import Foundation
import Glibc

/// A secret Ed25519 key: whoever has it can make a model that filters with its public half accept.
///
/// It lies in a file that only its owner can read, as the site key does: "spreu-signing-key-1 " and the 32 bytes that RFC 8032
/// calls the private key, in Base64.
public struct SigningKey: Sendable {
    private static let tag = "spreu-signing-key-1"
    private static let maxBytes = 256

    private let key: Curve25519.Signing.PrivateKey
    /// The half that filters need.
    public let publicKey: PublicKey

    /// Takes the 32 bytes of a key; nil if they are more or fewer.
    public init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let publicKey = PublicKey(bytes: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.publicKey = publicKey
    }

    /// Reads a key's file.
    ///
    /// - Throws: ``SignatureKeyError`` if it is missing, is not the owner's alone, or holds no key.
    public static func load(path: String) throws(SignatureKeyError) -> SigningKey {
        let content: [UInt8]
        do throws(KeyFileError) {
            content = try KeyFile.read(path, maxBytes: maxBytes)
        } catch {
            throw SignatureKeyError(error, path: path)
        }
        let text = String(decoding: content, as: UTF8.self)
        let words = (text.hasSuffix("\n") ? text.dropLast() : text[...]).split(separator: " ")
        guard words.count == 2, words[0] == tag, let seed = Data(base64Encoded: String(words[1])),
            let key = SigningKey(seed: Array(seed))
        else { throw SignatureKeyError(path: path, problem: .notASigningKey) }
        return key
    }

    /// Makes a new random key with two files: its own for the owner alone, and one with the public half for all.
    ///
    /// - Throws: ``SignatureKeyError`` if there is such a file: none is ever replaced.
    public static func make(path: String, publicPath: String) throws(SignatureKeyError) -> SigningKey {
        let secret = Curve25519.Signing.PrivateKey().rawRepresentation
        try create("\(tag) \(secret.base64EncodedString())\n", at: path, isPublic: false)
        do throws(SignatureKeyError) {
            let key = try load(path: path)
            try create(key.publicKey.line + "\n", at: publicPath, isPublic: true)
            return key
        } catch {
            // A key without its public half is useless, and would block the next attempt.
            unlink(path)
            throw error
        }
    }

    private static func create(_ text: String, at path: String, isPublic: Bool) throws(SignatureKeyError) {
        do throws(KeyFileError) {
            try KeyFile.create(Array(text.utf8), at: path, isPublic: isPublic)
        } catch {
            throw SignatureKeyError(error, path: path)
        }
    }

    /// Signs a model.
    ///
    /// - Throws: ``SignatureKeyError`` if the library cannot.
    public func sign(_ digest: ModelDigest) throws(SignatureKeyError) -> ModelSignature {
        guard let signature = try? key.signature(for: ModelSignature.statement(of: digest)) else {
            throw SignatureKeyError(path: publicKey.id, problem: .failed(action: "sign with", reason: "no memory"))
        }
        return ModelSignature(keyID: publicKey.id, bytes: Array(signature))
    }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id of the public half: the secret itself is never printed.
    public var description: String { "signing key " + publicKey.id }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows nothing of the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
