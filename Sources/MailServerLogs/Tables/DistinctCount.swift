// SPDX-License-Identifier: Apache-2.0
import Glibc

/// About how many different things there were, from their hashes, in four kilobytes: within two percent or so.
///
/// The hashes must be the same in every run, and with them the estimate.
///
/// - SeeAlso: Flajolet, Fusy, Gandouet, Meunier: HyperLogLog (2007), with its correction for small counts.
package struct DistinctCount: Sendable {
    private static let bits = 12
    private var registers = [UInt8](repeating: 0, count: 1 << Self.bits)

    /// Nothing yet.
    package init() {}

    mutating func add(_ hash: UInt64) {
        let index = Int(hash >> UInt64(64 - Self.bits))
        let rank = UInt8((hash << UInt64(Self.bits) | 1 << UInt64(Self.bits - 1)).leadingZeroBitCount + 1)
        if rank > registers[index] { registers[index] = rank }
    }

    /// The estimate.
    package var estimate: Int {
        let count = Double(registers.count)
        let sum = registers.reduce(0.0) { $0 + exp2(-Double($1)) }
        let raw = 0.7213 / (1 + 1.079 / count) * count * count / sum
        let empty = registers.count { $0 == 0 }
        let isSmall = raw <= 2.5 * count && empty > 0
        return Int((isSmall ? count * log(count / Double(empty)) : raw).rounded())
    }
}
