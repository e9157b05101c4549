// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import MailFeatures
import TextOutput

/// The public half of a ``SigningKey``: it tells whether a model is one that the key's owner signed.
public struct PublicKey: Sendable, Equatable {
    static let tag = "spreu-public-key-1"

    /// What names the key in signatures, errors and logs: 16 hexadecimal digits, the beginning of the key's SHA-256.
    public let id: String
    /// The key's 32 bytes, as RFC 8032 encodes them.
    let bytes: [UInt8]

    /// Takes the key's bytes; nil if they are none.
    public init?(bytes: [UInt8]) {
        guard (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil else { return nil }
        self.bytes = bytes
        id = Array(SHA256.hash(data: bytes).prefix(8)).hexadecimal
    }

    /// Reads a line of a file: the tag, a blank, and 32 bytes in Base64.
    init?(line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 2, words[0] == Self.tag, let key = Data(base64Encoded: String(words[1])) else {
            return nil
        }
        self.init(bytes: Array(key))
    }

    /// The line that stands in a file.
    public var line: String { "\(Self.tag) \(Data(bytes).base64EncodedString())" }

    /// Whether a signature is one of these bytes by this key.
    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    static func isID(_ word: Substring) -> Bool {
        word.utf8.count == 16 && word.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }
    }
}
