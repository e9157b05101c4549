// SPDX-License-Identifier: Apache-2.0
import Crypto
import Glibc

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
            raw: bytes.withUnsafeBytes { Array(SHA256.hash(data: $0)) },
            canonical: SiteMessage(self, trust: trust).canonicalDigest())
    }
}

extension SiteMessage {
    /// Computes the canonical digest alone.
    public func canonicalDigest() -> [UInt8] {
        var canonical = CanonicalBytes()
        message.bytes.withUnsafeBytes { bytes in
            for (field, origin) in zip(message.header.fields, origins) where origin.isFromOutside {
                canonical.append(UnsafeRawBufferPointer(rebasing: bytes[field.nameRange]))
                canonical.append(":")
                canonical.append(UnsafeRawBufferPointer(rebasing: bytes[field.valueRange]))
                canonical.append("\n")
            }
            canonical.append("\n")
        }
        message.root.withBody { body in
            var end = body.count
            while end > 0, body[end - 1].isLineEnd { end -= 1 }
            canonical.append(UnsafeRawBufferPointer(rebasing: body[..<end]))
        }
        return canonical.finish()
    }
}

/// Bytes on their way to a digest, with LF line ends.
private struct CanonicalBytes {
    private var hash = SHA256()

    mutating func append(_ word: StaticString) {
        hash.update(bufferPointer: UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// Appends bytes; each CR before an LF is left out.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.firstIndex(of: ASCII.carriageReturn, in: 0..<bytes.count) != nil else {
            hash.update(bufferPointer: bytes)
            return
        }
        // Lines are gathered, for a digest takes its time for each call.
        withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { window in
            var count = 0
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte == ASCII.carriageReturn, index < bytes.count, bytes[index] == ASCII.lineFeed { continue }
                window[count] = byte
                count += 1
                if count == window.count {
                    hash.update(bufferPointer: UnsafeRawBufferPointer(window))
                    count = 0
                }
            }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: window[..<count]))
        }
    }

    func finish() -> [UInt8] { Array(hash.finalize()) }
}
