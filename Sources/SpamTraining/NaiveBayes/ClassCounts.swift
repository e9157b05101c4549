// SPDX-License-Identifier: Apache-2.0

/// In how many ham and spam messages a slot's features were seen, in sixteenths of a message: old mail counts less.
struct ClassCounts: BitwiseCopyable, Equatable, Sendable {
    /// Both counts in one word: ham in the lower half, spam in the upper, so that counting is one addition.
    private(set) var word: UInt64

    /// - Parameter word: ham in the lower half, spam in the upper.
    init(word: UInt64) { self.word = word }

    /// No message.
    static let zero = ClassCounts(word: 0)
    /// How many units a message of today counts.
    static let unitsPerMessage = 16
    /// One ham message.
    static let oneHam = ClassCounts(isSpam: false)
    /// One spam message.
    static let oneSpam = ClassCounts(isSpam: true)

    /// One message that counts so many units.
    init(isSpam: Bool, units: Int = ClassCounts.unitsPerMessage) {
        word = UInt64(units) << (isSpam ? 32 : 0)
    }

    /// Units of ham messages.
    var ham: UInt32 { UInt32(truncatingIfNeeded: word) }
    /// Units of spam messages.
    var spam: UInt32 { UInt32(truncatingIfNeeded: word >> 32) }

    static func + (a: ClassCounts, b: ClassCounts) -> ClassCounts { ClassCounts(word: a.word &+ b.word) }

    /// - Precondition: neither class of `b` counts more than that of `a`.
    static func - (a: ClassCounts, b: ClassCounts) -> ClassCounts { ClassCounts(word: a.word &- b.word) }
}
