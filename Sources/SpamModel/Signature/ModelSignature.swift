// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import Glibc
import MailFeatures

/// An Ed25519 signature of a model, which lies beside the model's file.
///
/// The file is one line: "spreu-signature-1 ", the id of the public key (16 hexadecimal digits), a blank, and the signature
/// in Base64. The id only tells which key to try; nothing depends on its being true.
///
/// What is signed is ``statement(of:)``, not the model itself: it says what is signed, so that a signature of anything else
/// that was made with the same key can never pass for a model's.
///
/// - SeeAlso: RFC 8032; docs/model-file.md, which says how to verify one with other programs.
public struct ModelSignature: Sendable, Equatable {
    /// What the name of a model's file is followed by in that of its signature.
    public static let suffix = ".sig"
    /// More than any signature's file has.
    static let maxBytes = 1_024
    private static let tag = "spreu-signature-1"
    private static let domain = "Spreu model v1\0"

    /// The id of the key that, as the file says, it was made with.
    public let keyID: String
    /// Its 64 bytes.
    let bytes: [UInt8]

    init(keyID: String, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads the content of a file; nil if it is no signature.
    init?(fileContent: [UInt8]) {
        guard let text = String(validating: fileContent, as: UTF8.self) else { return nil }
        let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == Self.tag, PublicKey.isID(words[1]),
            let signature = Data(base64Encoded: String(words[2])), signature.count == 64,
            // A signature has one way of being written.
            signature.base64EncodedString() == words[2]
        else { return nil }
        self.init(keyID: String(words[1]), bytes: Array(signature))
    }

    /// Where the signature of a model lies: beside the file that the path leads to, links followed; nil if there is none.
    public static func path(besideModel path: String) -> String? {
        FileName.resolved(path).map { $0 + suffix }
    }

    /// The signature beside a model's file; nil if there is none.
    ///
    /// - Throws: ``ModelFileError`` if what lies there cannot be read or is no signature.
    public static func beside(_ model: String) throws(ModelFileError) -> ModelSignature? {
        let path = model + suffix
        let content: [UInt8]
        do throws(DurableFileError) {
            content = try ReadableFile.contents(of: path, limit: maxBytes)
        } catch {
            switch error.number {
            case ENOENT: return nil
            case EFBIG, EINVAL: throw ModelFileError(path: model, problem: .badSignature(file: path))
            default: throw ModelFileError(path: model, problem: .cannotReadSignature(file: path, errno: error.number))
            }
        }
        guard let signature = ModelSignature(fileContent: content) else {
            throw ModelFileError(path: model, problem: .badSignature(file: path))
        }
        return signature
    }

    /// The bytes that are signed: 15 that say what follows, and the SHA-256 of the model's file.
    static func statement(of digest: ModelDigest) -> [UInt8] { Array(domain.utf8) + digest.bytes }

    /// What stands in the file.
    public var fileContent: [UInt8] {
        Array("\(Self.tag) \(keyID) \(Data(bytes).base64EncodedString())\n".utf8)
    }
}
