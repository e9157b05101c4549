// SPDX-License-Identifier: Apache-2.0
import Crypto

/// Which of K folds a message belongs to: by what it is called, so that every filter has the same folds.
public enum Fold {
    /// The fold of a path: the SHA-1 of its last component, read big-endian, modulo the number of folds.
    ///
    /// The last component is what follows the last slash, without one the whole path.
    public static func ofPath(_ path: String, count: Int) -> Int {
        let utf8 = path.utf8
        let start = utf8.lastIndex(of: UInt8(ascii: "/")).map { utf8.index(after: $0) } ?? utf8.startIndex
        return remainder(of: Insecure.SHA1.hash(data: Array(utf8[start...])), by: count)
    }

    /// The fold of a digest, read big-endian, modulo the number of folds.
    public static func ofDigest(_ digest: [UInt8], count: Int) -> Int { remainder(of: digest, by: count) }

    private static func remainder(of bigEndian: some Sequence<UInt8>, by count: Int) -> Int {
        precondition(count > 0, "at least one fold")
        return Int(bigEndian.reduce(UInt64(0)) { ($0 << 8 | UInt64($1)) % UInt64(count) })
    }
}
