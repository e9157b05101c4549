// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The densities of ham's and spam's scores, each message counted by its probability of being either.
struct ScoreMixture {
    private let ham: Normal
    private let spam: Normal
    private let tail: ScoreTail

    /// Pseudo-messages that each normal begins with, in units of the root mean square.
    private static let pseudo = 5.0

    /// - Parameters:
    ///   - scores: in units of their root mean square, upwards.
    ///   - probabilities: of being ham.
    ///   - spamWeights: how much each counts as spam, where not all spam is meant; without them what is not ham.
    ///   - spamMean: where spam is expected before any is seen.
    init(_ scores: [Double], ham probabilities: [Double], spam spamWeights: [Double]? = nil, spamMean: Double = 1) {
        ham = Normal(scores, probabilities, mean: -1, variance: 0.09, pseudo: Self.pseudo)
        spam = Normal(
            scores, spamWeights ?? probabilities.map { 1 - $0 }, mean: spamMean, variance: 0.16, pseudo: Self.pseudo)
        let count = probabilities.reduce(0, +)
        tail = ScoreTail(scores.reversed(), weights: probabilities.reversed(), counting: max(0.1 * count, 10))
    }

    /// How far the classes' means lie apart, in units of their spread; 0 where spam does not lie above.
    var separation: Double { max(0, spam.mean - ham.mean) / ((ham.variance + spam.variance) / 2).squareRoot() }

    /// How much more probable a score is for ham than for spam.
    func hamToSpam(_ z: Double) -> Double {
        // Below its mean ham, and above its mean spam, may reach as far as they like: a normal that is narrower than the
        // other would give its own far end away, and with it, since the probabilities only fall, every other message.
        let ham = z > tail.start ? tail.density(z) : self.ham.density(max(z, self.ham.mean))
        let spam = z > self.spam.mean ? max(self.spam.density(z), 1e-3) : self.spam.density(z)
        return ham / (spam + .leastNormalMagnitude)
    }
}

private struct Normal {
    let mean: Double
    let variance: Double

    init(_ values: [Double], _ weights: [Double], mean: Double, variance: Double, pseudo: Double) {
        var (count, sum) = (pseudo, pseudo * mean)
        for (value, weight) in zip(values, weights) {
            count += weight
            sum += weight * value
        }
        let centre = sum / count
        var squares = pseudo * variance
        for (value, weight) in zip(values, weights) { squares += weight * (value - centre) * (value - centre) }
        self.mean = centre
        self.variance = squares / count
    }

    func density(_ value: Double) -> Double {
        exp(-(value - mean) * (value - mean) / (2 * variance)) / (2 * Double.pi * variance).squareRoot()
    }
}
