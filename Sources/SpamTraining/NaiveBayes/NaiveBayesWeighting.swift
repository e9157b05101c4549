// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The weight of a feature in Naive Bayes, from the numbers of messages that have it.
///
///     w(h, s) = n / (n + k) * [log((s + a) / (Ns + 2a)) - log((h + a) / (Nh + 2a))]
///
///     h, s    ham and spam messages with the feature; n = h + s
///     Nh, Ns  ham and spam messages learned
///     a       pseudo-messages with and without the feature in each class: a Beta(a, a) prior on each rate
///     k       confidence: a feature seen in k messages counts half, an unknown one not at all
///
/// The bracket is the log of the ratio of the posterior means of P(feature | spam) and P(feature | ham), presence being
/// what counts (Bernoulli), not repetition. A prior of far less than a message makes a feature of one class strong
/// evidence, as Robinson's f(w) does with bogofilter's s = 0.0178; a message's score is the mean over its features, so
/// that none decides alone. The factor is the part of OSBF's confidence that depends on n (K3 there); the rest
/// of OSBF's, which depends on how far apart the classes' rates are, made no corpus better.
struct NaiveBayesWeighting: Sendable {
    /// The prior `a`; measured: 0.001 to 0.01 alike, 0.1 and more clearly worse where the classes differ in size.
    static let pseudoMessages = 0.003
    /// The confidence `k`; measured: 0.3 to 1 alike.
    static let halfConfidence = 0.5

    /// `log(count + a)` of small counts, which nearly all are.
    private static let smallLogs: [Double] = (0..<1_024).map { log(Double($0) + pseudoMessages) }

    private let logs = Self.smallLogs
    private let offset: Double
    /// No weight is heavier.
    let maximum: Double
    /// The weights of small counts, ham below and spam above, if they were made beforehand.
    private var small: [Double] = []
    private static let smallLimit: UInt64 = 32

    /// The weighting after so many messages; while a class has none, every weight is 0.
    ///
    /// - Parameter isForMany: makes the weights of small counts beforehand: worth it for more than one message.
    init(ham: Int, spam: Int, isForMany: Bool = false) {
        let prior = 2 * Self.pseudoMessages
        guard ham > 0, spam > 0 else {
            offset = .nan
            maximum = 0
            return
        }
        offset = log((Double(ham) + prior) / (Double(spam) + prior))
        maximum = log((Double(max(ham, spam)) + prior) / Self.pseudoMessages) + abs(offset)
        guard isForMany else { return }
        let limit = Self.smallLimit
        small = (0..<(limit * limit)).map { weight(ClassCounts(word: $0 % limit | ($0 / limit) << 32)) }
    }

    /// The weight of a feature whose counts are in one word.
    @inline(__always)
    func weight(word: UInt64) -> Double {
        if small.isEmpty { return weight(ClassCounts(word: word)) }
        let (ham, spam) = (word & 0xFFFF_FFFF, word >> 32)
        let index = Int(ham &+ spam &* Self.smallLimit)
        return ham | spam < Self.smallLimit ? small[index] : weight(ClassCounts(word: word))
    }

    /// The weight of a feature with these counts, in natural-log odds.
    @inline(__always)
    func weight(_ counts: ClassCounts) -> Double {
        let total = Double(counts.ham) + Double(counts.spam)
        if total == 0 || maximum == 0 { return 0 }
        return (logarithm(counts.spam) - logarithm(counts.ham) + offset) * total / (total + Self.halfConfidence)
    }

    @inline(__always)
    private func logarithm(_ count: UInt32) -> Double {
        let index = Int(count)
        return index < logs.count ? logs[index] : log(Double(index) + Self.pseudoMessages)
    }
}
