// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// How far a filter's probabilities are from what came true: the expected calibration error.
///
/// A score without calibrated log-odds beside it is read as natural log-odds. Messages in order of score are cut into bins of equal numbers; the error
/// is the mean over messages of |mean probability - share of spam| of their bin. Within a tie each message counts
/// as the tie's share of spam, so that the figure does not depend on the order of lines.
///
/// - SeeAlso: M. Naeini, G. Cooper, M. Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning,
///   AAAI 2015; equal-mass bins as in A. Kumar et al., Verified Uncertainty Calibration, NeurIPS 2019.
public struct CalibrationError: Sendable, Equatable {
    /// One bin of a reliability diagram.
    public struct Bin: Sendable, Equatable {
        /// Messages in the bin.
        public let messages: Int
        /// Their mean probability of being spam, as the filter says.
        public let meanProbability: Double
        /// The share of them that is spam.
        public let spamShare: Double
    }

    /// The bins, from the lowest scores to the highest.
    public let bins: [Bin]
    /// The expected calibration error, 0 to 1; nil without messages.
    public let expected: Double?

    /// Computes the error of scored messages.
    public init(_ messages: [ScoredMessage], bins binCount: Int = 15) {
        self.init(messages, ranking: Ranking(messages), bins: binCount)
    }

    init(_ messages: [ScoredMessage], ranking: Ranking, bins binCount: Int) {
        let ascending = Array(ranking.rows.reversed())
        var shares = [Double](repeating: 0, count: ascending.count)
        var start = 0
        while start < ascending.count {
            var end = start
            var spam = 0
            while end < ascending.count && messages[ascending[end]].score == messages[ascending[start]].score {
                if messages[ascending[end]].judge == .spam { spam += 1 }
                end += 1
            }
            for index in start..<end { shares[index] = Double(spam) / Double(end - start) }
            start = end
        }
        var bins: [Bin] = []
        var error = 0.0
        for bin in 0..<binCount {
            let range = (bin * ascending.count / binCount)..<((bin + 1) * ascending.count / binCount)
            guard !range.isEmpty else { continue }
            let count = Double(range.count)
            let probability = range.reduce(0) { $0 + messages[ascending[$1]].probability } / count
            let spamShare = range.reduce(0) { $0 + shares[$1] } / count
            bins.append(Bin(messages: range.count, meanProbability: probability, spamShare: spamShare))
            error += count * abs(probability - spamShare)
        }
        self.bins = bins
        expected = messages.isEmpty ? nil : error / Double(messages.count)
    }
}
