// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// The public keys whose signatures are accepted: a file with one key per line.
///
/// More than one let a site change its key without a night in which nothing fits: the new key is added, then signed with,
/// then the old one is removed. Empty lines and those that begin with `#` are skipped.
public struct TrustedKeys: Sendable, Equatable {
    /// More than any such file needs.
    private static let maxBytes = 1 << 16

    /// The keys, at least one.
    public let keys: [PublicKey]

    /// Trusts one key.
    public init(_ key: PublicKey) { keys = [key] }

    /// Reads a file.
    ///
    /// - Throws: ``SignatureKeyError`` if there is none, or it holds anything but public keys.
    public static func load(path: String) throws(SignatureKeyError) -> TrustedKeys {
        let content: [UInt8]
        do throws(DurableFileError) {
            content = try ReadableFile.contents(of: path, limit: maxBytes)
        } catch {
            switch error.number {
            case ENOENT: throw SignatureKeyError(path: path, problem: .noPublicKeyFile)
            case EFBIG, EINVAL: throw SignatureKeyError(path: path, problem: .notPublic(line: 1))
            default:
                throw SignatureKeyError(path: path, problem: .failed(action: error.call, reason: error.reason))
            }
        }
        return try TrustedKeys(String(decoding: content, as: UTF8.self), path: path)
    }

    private init(_ text: String, path: String) throws(SignatureKeyError) {
        var keys: [PublicKey] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("#") || line.allSatisfy(\.isWhitespace) { continue }
            guard let key = PublicKey(line: line) else {
                throw SignatureKeyError(path: path, problem: .notPublic(line: index + 1))
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw SignatureKeyError(path: path, problem: .notPublic(line: 1)) }
        self.keys = keys
    }

    /// The key that a signature says it was made with; nil if it is not among them.
    func key(of signature: ModelSignature) -> PublicKey? { keys.first { $0.id == signature.keyID } }
}
