// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// A site's secret, 128 random bits: without it, nobody can tell which words the hashes in a model stand for.
///
/// Features of different keys have nothing in common, so a model and its messages need the same key; ``id`` says
/// whether they have it. The key lives in a file that only its owner can read (``load(path:)``).
public struct SiteKey: Sendable, Equatable {
    let high: UInt64
    let low: UInt64

    /// Makes a key of 16 bytes; nil if there are more or fewer.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Makes a new key from the system's source of randomness.
    public static func random() -> SiteKey {
        var generator = SystemRandomNumberGenerator()
        return SiteKey(high: generator.next(), low: generator.next())
    }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A digest that names the key without revealing anything of it; it stands in models and stores.
    public var id: UInt64 { derived("spreu key id") }

    /// A number that depends on the key and a purpose; from it, neither the key nor another number can be told.
    func derived(_ purpose: String) -> UInt64 { SipHash.hash(purpose.utf8, key: (high, low)) }

    /// The key's bytes, for the file alone.
    var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) } }
    }
}

extension SiteKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The key's id: the secret itself is never printed.
    public var description: String { "key " + id.hexadecimal }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows nothing of the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
