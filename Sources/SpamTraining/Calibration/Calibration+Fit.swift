// SPDX-License-Identifier: Apache-2.0
import Glibc
package import SpamModel

extension Calibration {
    /// The most probable line from rank score to log-odds.
    ///
    ///     P(spam | r) = 1 / (1 + exp(-(A z + B))),  z = r / root mean square,  A ~ N(4, 1), B ~ N(0, 1)
    ///
    /// The priors keep the line finite when scores are few or separable, and fade as scores come in. Each message is spam
    /// and ham in part, by its probability: a label that is probably wrong does not make all probabilities timid.
    ///
    /// - Parameters:
    ///   - scores: held-out scores: prequential ones, or of messages left out.
    ///   - hamProbabilities: of each score's message.
    package init(fitting scores: [LabelledScore], hamProbabilities: [Double]) {
        let scale = LabelledScore.scale(of: scores)
        let points = zip(scores, hamProbabilities).map {
            CalibrationLine.Point(z: $0.rank / scale, spam: 1 - $1, weight: $0.weight)
        }
        let line = CalibrationLine(fitting: points)
        // Learners that know nothing, or the wrong thing, still rank upwards.
        self.init(slope: min(max(line.a, 0.1), 40) / scale, intercept: line.b)
    }
}

/// The most probable A and B.
private struct CalibrationLine {
    struct Point {
        var z: Double
        /// The probability of spam.
        var spam: Double
        /// For how many messages it stands.
        var weight: Double
    }

    private(set) var a = 4.0
    private(set) var b = 0.0
    private var logPosterior = -Double.infinity
    private var information = (aa: 1.0, ab: 0.0, bb: 1.0)

    /// Newton's method from the prior; half steps are taken where a whole one would overshoot.
    init(fitting points: [Point]) {
        var slopes = measure(points)
        for _ in 0..<30 {
            let determinant = information.aa * information.bb - information.ab * information.ab
            let da = (information.bb * slopes.a - information.ab * slopes.b) / determinant
            let db = (information.aa * slopes.b - information.ab * slopes.a) / determinant
            var step = 1.0
            var next = self
            var nextSlopes = slopes
            repeat {
                next = self
                next.a += step * da
                next.b += step * db
                nextSlopes = next.measure(points)
                step /= 2
            } while next.logPosterior < logPosterior && step > 1e-6
            guard next.logPosterior >= logPosterior else { return }
            let gained = next.logPosterior - logPosterior
            (self, slopes) = (next, nextSlopes)
            if gained < 1e-9 { return }
        }
    }

    /// Sets log-posterior and information; the gradient.
    private mutating func measure(_ points: [Point]) -> (a: Double, b: Double) {
        var slopes = (a: 4 - a, b: -b)
        information = (1, 0, 1)
        logPosterior = -(a - 4) * (a - 4) / 2 - b * b / 2
        for point in points {
            let logOdds = min(max(a * point.z + b, -30), 30)
            let p = 1 / (1 + exp(-logOdds))
            logPosterior += point.weight * (point.spam * logOdds - log1p(exp(logOdds)))
            let slope = point.weight * (point.spam - p)
            slopes.a += slope * point.z
            slopes.b += slope
            let curvature = point.weight * p * (1 - p)
            information.aa += curvature * point.z * point.z
            information.ab += curvature * point.z
            information.bb += curvature
        }
        return slopes
    }
}
