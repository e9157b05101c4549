// SPDX-License-Identifier: Apache-2.0

/// What is kept of a Message-ID, so that its verdict can be looked up: 64 bits, keyed by a secret of this process that is written
/// nowhere.
package struct MessageIDDigest: Sendable, Hashable {
    /// No id is longer: a line of a header is not.
    private static let maxBytes = 998
    private let value: Int

    /// Digests an id, with or without the brackets around it; nil: nothing is there.
    package init?(_ id: some StringProtocol) {
        let bytes = id.utf8.lazy.filter { $0 > 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
            .prefix(Self.maxBytes)
        guard !bytes.isEmpty else { return nil }
        // The standard library's hasher takes a random key for each process.
        var hasher = Hasher()
        for byte in bytes { hasher.combine(byte) }
        value = hasher.finalize()
    }
}
