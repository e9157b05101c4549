// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// The name of a record's file: when it was written, a random number that nobody guesses, how many bytes it has.
///
///     187b2c05a1e3d4f0-9f86d081884c7d65-1f40.mail       a record
///     187b2c05a1e3d4f0-9f86d081884c7d65.writing         one that is being written
///
/// Names sort in the order of writing. They hold the size, so that a listing tells how much waits without a call a file.
public struct DropName: Sendable, Hashable, CustomStringConvertible {
    static let recordSuffix = ".mail"
    static let unfinishedSuffix = ".writing"

    /// The file's name in the folder.
    public let description: String
    /// The size of the file in bytes; nil of one that is unfinished.
    let bytes: Int?

    var isRecord: Bool { bytes != nil }

    /// A new name for a record.
    init(time: Int64, random: UInt64, bytes: Int) {
        description =
            Self.stem(time: time, random: random) + "-" + String(bytes, radix: 16) + Self.recordSuffix
        self.bytes = bytes
    }

    /// The name of a file in the folder; nil if it is none of ours.
    ///
    /// Anybody who may write to the folder chooses names: one that tells of more than `maxBytes` is no record's.
    init?(_ name: String, maxBytes: Int) {
        description = name
        if name.hasSuffix(Self.unfinishedSuffix) {
            guard Self.isStem(name.dropLast(Self.unfinishedSuffix.count)) else { return nil }
            bytes = nil
        } else {
            guard name.hasSuffix(Self.recordSuffix) else { return nil }
            let parts = name.dropLast(Self.recordSuffix.count)
            guard let dash = parts.lastIndex(of: "-"), Self.isStem(parts[..<dash]),
                let bytes = Int(parts[dash...].dropFirst(), radix: 16), 1...maxBytes ~= bytes
            else { return nil }
            self.bytes = bytes
        }
    }

    /// When the file was written, by its name, in seconds since 1970.
    var written: Int64 { Int64(bitPattern: UInt64(description.prefix(16), radix: 16) ?? 0) / 1_000_000_000 }

    static func unfinished(time: Int64, random: UInt64) -> String {
        stem(time: time, random: random) + unfinishedSuffix
    }

    private static func stem(time: Int64, random: UInt64) -> String {
        UInt64(bitPattern: time).hexadecimal + "-" + random.hexadecimal
    }

    private static func isStem(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { $0.utf8.count == 16 && UInt64($0, radix: 16) != nil }
    }
}
