// SPDX-License-Identifier: Apache-2.0
import Glibc
public import SpamModel

/// The most probable link from rank score to class, how sure it is, and the share of wrong labels that explains the rest.
///
///     P(label = spam | r) = e + (1 - 2e) / (1 + exp(-(A z + B))),  z = r / scale,  A ~ N(4, 1), B ~ N(0, 1)
///
/// `scale` is the root mean square of the scores, with ten pseudo-messages so that it never vanishes. The priors keep the
/// link finite when scores are few or separable, and fade as scores come in.
///
/// The noise `e` is the most probable of a few values, each with its own A and B, under a prior that falls by a factor of e
/// for every percent: it is 0 unless labels say otherwise loudly (0 on the public corpora as they are, 5 % where one label
/// in twenty was flipped). Without it wrong labels would make every probability timid and every border useless.
public struct CalibrationFit: Sendable, Equatable {
    /// From rank score to log-odds.
    public private(set) var calibration: Calibration
    /// The share of labels that are probably wrong.
    public private(set) var noise: Double

    /// The posterior covariance of slope and intercept.
    private var covariance = Covariance(slope: 0, both: 0, intercept: 0)

    private struct Covariance: Equatable {
        var slope: Double
        var both: Double
        var intercept: Double
    }

    private static let noises = [0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15]
    private static let noisePriorScale = 0.01

    /// Fits the link to honest scores: prequential ones, or of messages left out.
    public init(_ scores: [LabelledScore]) {
        let pseudo = 10.0
        let total = scores.reduce(0) { $0 + $1.weight }
        let squares = scores.reduce(0) { $0 + $1.weight * $1.rank * $1.rank }
        let scale = ((0.5 * pseudo + squares) / (pseudo + total)).squareRoot()
        let points = scores.map { LabelledScore(rank: $0.rank / scale, isSpam: $0.isSpam, weight: $0.weight) }
        var best = Line(fitting: points, under: NoisyLink(noise: 0), from: Line.prior)
        noise = 0
        // The posterior has one peak in e: the first value that is worse ends the search.
        for noise in Self.noises.dropFirst() {
            var line = Line(fitting: points, under: NoisyLink(noise: noise), from: best)
            line.logPosterior -= noise / Self.noisePriorScale
            guard line.logPosterior > best.logPosterior else { break }
            (best, self.noise) = (line, noise)
        }
        // Learners that know nothing, or the wrong thing, still rank upwards.
        calibration = Calibration(slope: min(max(best.a, 0.1), 40) / scale, intercept: best.b)
        let information = best.information
        let determinant = information.aa * information.bb - information.ab * information.ab
        covariance = Covariance(
            slope: information.bb / determinant / (scale * scale), both: -information.ab / determinant / scale,
            intercept: information.aa / determinant)
    }

    /// The standard deviation of the log-odds of a rank score, by what is not known of slope and intercept.
    public func deviation(of rank: Double) -> Double {
        (covariance.slope * rank * rank + 2 * covariance.both * rank + covariance.intercept).squareRoot()
    }

    /// The link between label and log-odds.
    var link: NoisyLink { NoisyLink(noise: noise) }
}

/// The most probable A and B under one link.
private struct Line {
    static let prior = Line(a: 4, b: 0)

    var a: Double
    var b: Double
    var logPosterior = -Double.infinity
    var information = (aa: 1.0, ab: 0.0, bb: 1.0)

    private init(a: Double, b: Double) { (self.a, self.b) = (a, b) }

    /// Fisher scoring from a start; half steps are taken where a whole one would overshoot.
    init(fitting points: [LabelledScore], under link: NoisyLink, from start: Line) {
        self.init(a: start.a, b: start.b)
        var slopes = measure(points, link)
        for _ in 0..<30 {
            let determinant = information.aa * information.bb - information.ab * information.ab
            let da = (information.bb * slopes.a - information.ab * slopes.b) / determinant
            let db = (information.aa * slopes.b - information.ab * slopes.a) / determinant
            var step = 1.0
            var next = self
            var nextSlopes = slopes
            repeat {
                next = Line(a: a + step * da, b: b + step * db)
                nextSlopes = next.measure(points, link)
                step /= 2
            } while next.logPosterior < logPosterior && step > 1e-6
            guard next.logPosterior >= logPosterior else { return }
            let gained = next.logPosterior - logPosterior
            (self, slopes) = (next, nextSlopes)
            if gained < 1e-9 { return }
        }
    }

    /// Sets log-posterior and information; the gradient.
    private mutating func measure(_ points: [LabelledScore], _ link: NoisyLink) -> (a: Double, b: Double) {
        var slopes = (a: 4 - a, b: -b)
        information = (1, 0, 1)
        logPosterior = -(a - 4) * (a - 4) / 2 - b * b / 2
        for point in points {
            let evidence = link.evidence(of: point.isSpam, logOdds: a * point.rank + b)
            logPosterior += point.weight * evidence.logLikelihood
            slopes.a += point.weight * evidence.slope * point.rank
            slopes.b += point.weight * evidence.slope
            information.aa += point.weight * evidence.information * point.rank * point.rank
            information.ab += point.weight * evidence.information * point.rank
            information.bb += point.weight * evidence.information
        }
        return slopes
    }
}
