// SPDX-License-Identifier: Apache-2.0

/// In how many ham and spam messages a slot's features were seen.
struct ClassCounts: BitwiseCopyable, Equatable, Sendable {
    /// Both counts in one word: ham in the lower half, spam in the upper, so that counting is one addition.
    private(set) var word: UInt64

    /// - Parameter word: ham in the lower half, spam in the upper.
    init(word: UInt64) { self.word = word }

    /// No message.
    static let zero = ClassCounts(word: 0)
    /// One ham message.
    static let oneHam = ClassCounts(word: 1)
    /// One spam message.
    static let oneSpam = ClassCounts(word: 1 << 32)

    /// The number of ham messages.
    var ham: UInt32 { UInt32(truncatingIfNeeded: word) }
    /// The number of spam messages.
    var spam: UInt32 { UInt32(truncatingIfNeeded: word >> 32) }

    static func + (a: ClassCounts, b: ClassCounts) -> ClassCounts { ClassCounts(word: a.word &+ b.word) }

    /// - Precondition: neither class of `b` counts more than that of `a`.
    static func - (a: ClassCounts, b: ClassCounts) -> ClassCounts { ClassCounts(word: a.word &- b.word) }
}
