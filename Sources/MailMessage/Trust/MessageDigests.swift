// SPDX-License-Identifier: Apache-2.0
import Crypto

/// Two SHA-256 digests of a message.
public struct MessageDigests: Sendable, Hashable {
    /// Of the bytes as they are; 32 bytes.
    public var raw: [UInt8]
    /// Of the message as it came to the site; 32 bytes.
    ///
    /// A delivered copy, a milter's view and a copy with CR LF line ends have the same: it is made of the fields from
    /// outside (``FieldOrigin/isFromOutside``), an empty line and the body, with LF line ends and no empty lines at the end.
    public var canonical: [UInt8]
}

extension Message {
    /// Computes the digests of the message.
    public func digests(trust: TrustBoundary = .guess) -> MessageDigests {
        MessageDigests(
            raw: Array(SHA256.hash(data: bytes)),
            canonical: SiteMessage(self, trust: trust).canonicalDigest())
    }
}

extension SiteMessage {
    /// Computes the canonical digest alone.
    public func canonicalDigest() -> [UInt8] {
        var canonical = CanonicalBytes()
        for (field, origin) in zip(message.header.fields, origins) where origin.isFromOutside {
            canonical.append(field.nameBytes)
            canonical.append(":")
            canonical.append(field.valueBytes)
            canonical.append("\n")
        }
        canonical.append("\n")
        let root = message.root
        var end = root.body.count
        while end > 0, root.body[end - 1].isLineEnd { end -= 1 }
        canonical.append(root.body.extracting(first: end))
        return canonical.finish()
    }
}

/// Bytes on their way to a digest, with LF line ends.
private struct CanonicalBytes {
    private var hash = SHA256()

    mutating func append(_ word: StaticString) { update(word.bytes) }

    /// Appends bytes; each CR before an LF is left out.
    mutating func append(_ bytes: Span<UInt8>) {
        guard bytes.firstIndex(of: ASCII.carriageReturn, in: 0..<bytes.count) != nil else { return update(bytes) }
        // Lines are gathered, for a digest takes its time for each call.
        var window = InlineArray<4096, UInt8>(repeating: 0)
        var count = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == ASCII.carriageReturn, index < bytes.count, bytes[index] == ASCII.lineFeed { continue }
            window[count] = byte
            count += 1
            if count == window.count {
                update(window.span)
                count = 0
            }
        }
        update(window.span.extracting(first: count))
    }

    private mutating func update(_ bytes: Span<UInt8>) {
        // SAFETY: the bytes are read during the call.
        unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    }

    func finish() -> [UInt8] { Array(hash.finalize()) }
}
