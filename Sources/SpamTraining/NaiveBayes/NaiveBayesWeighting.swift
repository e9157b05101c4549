// SPDX-License-Identifier: Apache-2.0
import Glibc
import SpamModel

/// The weight of a feature in Naive Bayes, from the numbers of messages that have it.
///
///     w(h, s) = n / (n + k) * [log((s + a) / (Ns + 2a)) - log((h + a) / (Nh + 2a))]
///
///     h, s    ham and spam messages with the feature
///     n       h sqrt(Ns/Nh) + s sqrt(Nh/Ns): how many messages' worth of evidence that is
///     Nh, Ns  ham and spam messages learned
///     a       pseudo-messages with and without the feature in each class: a Beta(a, a) prior on each rate
///     k       confidence: a feature seen in k messages counts half, an unknown one not at all
///
/// The bracket is the log of the ratio of the posterior means of P(feature | spam) and P(feature | ham), presence being
/// what counts (Bernoulli), not repetition. A prior of far less than a message makes a feature of one class strong
/// evidence, as Robinson's f(w) does with bogofilter's s = 0.0178; a message's score is the mean over its features, so
/// that none decides alone.
///
/// `n` is h + s where the classes have equal sizes. Where they differ, a feature that only the larger class has says little:
/// of 4 ham messages nobody expects one with a word that 1 of 490 spam messages has. It says the less the fewer
/// messages of the smaller class it was to be expected in. The square root is between taking that at its word
/// and not at all (h + s); measured: 0.0022 against 0.0036 on csdmc, 0.18 against 0.21 on spamassassin in the order of time.
///
/// The factor is the part of OSBF's confidence that depends on n (K3 there); the rest
/// of OSBF's, which depends on how far apart the classes' rates are, made no corpus better.
struct NaiveBayesWeighting: Sendable {
    /// The prior `a`; measured: 0.001 to 0.01 alike, 0.1 and more clearly worse where the classes differ in size.
    static let pseudoMessages = 0.003
    /// The confidence `k`; measured: 0.3 to 1 alike.
    static let halfConfidence = 0.5

    private let logs = CountLogarithms.small
    private let offset: Double
    /// How much of a message's evidence one unit of a class's count is.
    private let evidence: (hamUnit: Double, spamUnit: Double)
    /// No weight is heavier.
    let maximum: Double

    /// The weighting after so many messages; while a class has none, every weight is 0.
    ///
    /// - Parameters:
    ///   - ham: ham messages, old ones counting less than 1.
    ///   - spam: likewise.
    init(ham: Double, spam: Double) {
        let prior = 2 * Self.pseudoMessages
        guard ham > 0, spam > 0 else {
            offset = 0
            evidence = (0, 0)
            maximum = 0
            return
        }
        let ratio = (spam / ham).squareRoot()
        let units = Double(ClassCounts.unitsPerMessage)
        evidence = (ratio / units, 1 / ratio / units)
        offset = log((ham + prior) / (spam + prior))
        maximum = log((max(ham, spam) + prior) / Self.pseudoMessages) + abs(offset)
    }

    /// The weighting after so many whole messages.
    init(_ counts: TrainingCounts) { self.init(ham: Double(counts.ham), spam: Double(counts.spam)) }

    /// The weight of a feature with these counts, in natural-log odds; of one never seen 0, without a branch.
    @inline(__always)
    func weight(_ counts: ClassCounts) -> Double {
        if maximum == 0 { return 0 }
        let total = Double(counts.ham) * evidence.hamUnit + Double(counts.spam) * evidence.spamUnit
        return (logs[counts.spam] - logs[counts.ham] + offset) * total / (total + Self.halfConfidence)
    }
}

/// `log(messages + a)` of counts in units: of small ones, which nearly all are, made beforehand.
// SAFETY: what it points to is written once, before anybody has it, and never freed.
private struct CountLogarithms: @unchecked Sendable {
    /// The only one: no reference is counted where it is copied.
    static let small = CountLogarithms()

    private static let limit: UInt32 = 1 << 14
    private let logs: UnsafePointer<Double>

    private init() {
        let logs = UnsafeMutablePointer<Double>.allocate(capacity: Int(Self.limit))
        for count in 0..<Self.limit { (logs + Int(count)).initialize(to: Self.logarithm(count)) }
        self.logs = UnsafePointer(logs)
    }

    @inline(__always)
    subscript(count: UInt32) -> Double { count < Self.limit ? logs[Int(count)] : Self.logarithm(count) }

    @inline(never)
    private static func logarithm(_ count: UInt32) -> Double {
        log(Double(count) / Double(ClassCounts.unitsPerMessage) + NaiveBayesWeighting.pseudoMessages)
    }
}
