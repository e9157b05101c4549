// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// How much less a message looks like spam if somebody of the site has written to its sender before.
///
/// One more unknown of the combiner's logistic link (``Combiner``), found last, with the experts' part fixed:
///
///     logit = rank logit - g,   g ~ N(1, 1),   over the messages with a known sender alone
///
/// **The prior** leans to ham, for people write to those whose mail they want: it takes a factor of e off the odds. With
/// a mean of 0 nothing would ever be learned, for nearly all mail of correspondents is ham that the experts are sure of,
/// and says little; what tells are the few messages between. Ten of these outweigh the prior.
///
/// **The bounds** (``ModelLimits/correspondentWeight``) are in units of rank. A From field can be forged, and who is
/// written to can be guessed; what a forger gains stays less than what makes spam of a message that looks like it.
///
/// **Apart from the experts**, rather than in one fit with them: their weights, and whether a label is suspect, do not
/// depend on who writes to whom, and a site that keeps no sent mail has the model that it always had.
enum CorrespondentWeight {
    private static let mean = -1.0
    private static let precision = 1.0

    /// The weight before any message from a correspondent, in units of rank.
    ///
    /// - Parameter scale: how many units of logit one of rank is worth.
    static func prior(scale: Double) -> Double { bounded(mean, scale) }

    /// The most probable weight, in units of rank.
    ///
    /// - Parameter messages: from correspondents, with the logits of their ranks.
    static func fitted(to messages: [(logit: Double, isSpam: Bool)], scale: Double, link: NoisyLink) -> Double {
        var weight = mean
        for _ in 0..<15 {
            var gradient = -precision * (weight - mean)
            var information = precision
            for message in messages {
                let evidence = link.evidence(of: message.isSpam, logOdds: message.logit + weight)
                gradient += evidence.slope
                information += evidence.information
            }
            let step = min(max(gradient / information, -3), 3)
            weight += step
            if abs(step) < 1e-6 { break }
        }
        return bounded(weight, scale)
    }

    private static func bounded(_ weight: Double, _ scale: Double) -> Double {
        let bounds = ModelLimits.correspondentWeight
        return min(max(weight / scale, bounds.lowerBound), bounds.upperBound)
    }
}
