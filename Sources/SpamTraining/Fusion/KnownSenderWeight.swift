// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// How much less a message looks like spam if somebody of the site has written to its sender before.
///
/// One more unknown of the combiner's link (``Combiner``), found last, with the experts' part fixed:
///
///     logit = a * (rank + w),   w ~ N(-0.2, 1/100),   over the messages with a known sender alone
///
/// where `a` is the common factor that was found for the experts, so that w is in units of rank: learned ham and spam
/// scatter around -1 and 1.
///
/// **The prior** leans to ham, for people write to those whose mail they want: a tenth of the way from spam to ham, about
/// one in log-odds. With a mean of 0 hardly anything would ever be learned: nearly all mail of known senders is ham that
/// the experts are sure of, which says little. What tells are the messages between; ten of them weigh as much as the prior.
///
/// **The bounds** (``ModelLimits/knownSenderWeight``): a From field can be forged, and who is written to can be guessed.
/// What a forger gains stays less than what makes spam of a message that looks like it.
///
/// **Apart from the experts**, rather than in one fit with them: their weights, and whether a label is suspect, do not
/// depend on who writes to whom, and a site that keeps no sent mail has the model that it always had.
enum KnownSenderWeight {
    /// The weight before any message from a known sender.
    static let prior = -0.2
    private static let precision = 100.0

    /// The most probable weight.
    ///
    /// - Parameters:
    ///   - messages: from known senders, with what the experts say of them.
    ///   - scale: how many units of logit one of rank is worth.
    static func fitted(to messages: [(rank: Double, isSpam: Bool)], scale: Double, link: NoisyLink) -> Double {
        let bounds = ModelLimits.knownSenderWeight
        var weight = prior
        var here = measure(weight, messages, scale, link)
        for _ in 0..<30 {
            // Fisher scoring; half steps are taken where a whole one would overshoot.
            var step = here.slope / here.information
            var next = weight
            var there = here
            repeat {
                next = min(max(weight + step, bounds.lowerBound), bounds.upperBound)
                there = measure(next, messages, scale, link)
                step /= 2
            } while there.logPosterior < here.logPosterior && abs(step) > 1e-9
            guard there.logPosterior > here.logPosterior, abs(next - weight) > 1e-9 else { break }
            (weight, here) = (next, there)
        }
        return weight
    }

    /// The log-posterior of a weight, its derivative, and its expected negative second derivative.
    private static func measure(
        _ weight: Double, _ messages: [(rank: Double, isSpam: Bool)], _ scale: Double, _ link: NoisyLink
    ) -> (logPosterior: Double, slope: Double, information: Double) {
        let distance = weight - prior
        var sums = (
            logPosterior: -precision * distance * distance / 2, slope: -precision * distance, information: precision
        )
        for message in messages {
            let evidence = link.evidence(of: message.isSpam, logOdds: scale * (message.rank + weight))
            sums.logPosterior += evidence.logLikelihood
            sums.slope += scale * evidence.slope
            sums.information += scale * scale * evidence.information
        }
        return sums
    }
}
