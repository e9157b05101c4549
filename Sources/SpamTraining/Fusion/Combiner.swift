// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import SpamModel

/// How much each expert counts: weights that begin at what reason says and move as prequential scores come in.
///
/// A message's experts say P_1 ... P_K. Their scales differ, and drift while they learn, so each is measured in units of
/// its root mean square, with ten pseudo-messages so that few scores do not explode:
///
///     s_k = sqrt((10 * 0.5 + sum P_k^2) / (10 + N))          z_k = P_k / s_k
///
///     logit = sum_k b_k z_k,   b_k = a * p_k + d_k,   a ~ N(2, 100),  d_k ~ N(0, 1/100)
///     P(label = spam) = e + (1 - 2e) / (1 + exp(-logit)),   e = 0.05        (``NoisyLink``)
///
/// where the p_k are the prior weights, adding up to 1. The common factor `a` is nearly free, for calibration takes it up;
/// what moves one expert against the others is shrunk hard: a hundred messages must speak for it before it moves by much.
/// `e` is the share of labels that may be wrong: a message that all experts contradict says little about the experts.
/// The weights are b_k, none below 0, made to add up to 1; there is no intercept, which would move all ranks of a night. The
/// most probable b is found by Fisher scoring.
///
/// The sum of the b_k says how much log-odds a unit of rank is worth, and it grows as the experts learn. Ranks of
/// different nights are compared after each is multiplied with the ``confidence``, the cube root of that sum: the
/// whole of it is noisy where few messages were seen, and without it what fifty messages taught would count as
/// much as what five thousand did.
///
/// Last, with all this fixed, a message whose sender is known is less spammy by ``KnownSenderWeight``.
struct Combiner: Sendable {
    private static let pseudoMessages = 10.0
    private static let pseudoSquare = 0.5
    private static let common = (mean: 2.0, precision: 0.01)
    private static let ownPrecision = 100.0
    private static let link = NoisyLink(noise: 0.05)
    /// So much log-odds may a unit of rank be worth; experts that nothing contradicts would have it grow for ever.
    private static let fullScale = 20.0
    /// What a unit of rank is worth in log-odds as far as can be told beforehand, and how many messages of the rarer class
    /// weigh as much: a handful tells next to nothing of it.
    private static let expectedScale = (value: 6.0, messages: 10.0)
    /// More rows than this, the newest, change nothing that can be measured.
    private static let rowLimit = 10_000

    /// What each expert's score is multiplied with.
    private(set) var factors: [Double]
    /// The experts' weights, adding up to 1: the factors without the scales.
    private(set) var weights: [Double]
    /// What ranks are multiplied with to be comparable with those of other nights: above 0, at most 1.
    private(set) var confidence: Double
    /// What is added to the rank where the sender is known; not above 0.
    private(set) var knownSenderWeight: Double
    private let prior: [Double]
    /// Which experts look at the header only.
    private let areOfHeader: [Bool]

    /// A combiner that has seen nothing.
    init(prior: [Double], areOfHeader: [Bool]) {
        self.areOfHeader = areOfHeader
        let sum = prior.reduce(0, +)
        self.prior = prior.map { $0 / sum }
        let scale = Self.pseudoSquare.squareRoot()
        weights = self.prior
        factors = self.prior.map { $0 / scale }
        knownSenderWeight = KnownSenderWeight.prior
        confidence = Self.confidence(scale: 1, ofRarerClass: 0)
    }

    /// The score of a message by its experts' scores, and by whether its sender is known: its rank, on the
    /// scale of all nights.
    func score(_ scores: some Collection<Double>, isSenderKnown: Bool) -> Double {
        (rank(scores) + (isSenderKnown ? knownSenderWeight : 0)) * confidence
    }

    /// What is added to that for the verdict.
    func contradiction(_ scores: some Collection<Double>) -> Double {
        var contradiction = Contradiction()
        for (index, score) in scores.enumerated() {
            contradiction.add(
                factors[index] * confidence * score, share: weights[index], isOfHeader: areOfHeader[index])
        }
        return contradiction.correction
    }

    /// The rank of a message by its experts' scores alone: learned messages scatter around -1 and 1.
    func rank(_ scores: some Collection<Double>) -> Double {
        zip(factors, scores).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Fits the weights to prequential scores.
    mutating func fit(_ rows: PrequentialScores) {
        let experts = prior.count
        let inverseScales = (0..<experts).map { expert in
            let squares = rows.squares[expert]
            return ((Self.pseudoMessages + Double(rows.count)) / (Self.pseudoMessages * Self.pseudoSquare + squares))
                .squareRoot()
        }
        let known = rows.informed(limit: Self.rowLimit)
        let scale: Double
        (weights, scale) =
            known.isEmpty ? (prior, Self.common.mean) : Self.weights(rows, known, prior, inverseScales)
        let spam = known.count { rows.isSpam[$0] }
        confidence = Self.confidence(scale: scale, ofRarerClass: min(spam, known.count - spam))
        factors = zip(weights, inverseScales).map { $0 * $1 }
        let fromKnown = known.filter { rows.isSenderKnown[$0] }.map { row in
            (rank: rank(rows.scores(row)), isSpam: rows.isSpam[row])
        }
        knownSenderWeight = KnownSenderWeight.fitted(to: fromKnown, scale: scale, link: Self.link)
    }

    private static func confidence(scale: Double, ofRarerClass messages: Int) -> Double {
        let (expected, weight) = expectedScale
        let mean = (Double(messages) * log(scale) + weight * log(expected)) / (Double(messages) + weight)
        return cbrt(min(exp(mean), fullScale) / fullScale)
    }

    /// The weights most probable after the rows in a range, adding up to 1, and what they added up to: how many units of
    /// logit one of rank is worth.
    private static func weights(
        _ rows: PrequentialScores, _ range: Range<Int>, _ prior: [Double], _ inverseScales: [Double]
    ) -> (weights: [Double], scale: Double) {
        // Unknowns: a, then d_1 ... d_K. A row's regressors: sum of p_k z_k, then z_1 ... z_K.
        let size = prior.count + 1
        let means = [common.mean] + prior.map { _ in 0 }
        let precisions = [common.precision] + prior.map { _ in ownPrecision }
        var unknowns = means
        var regressors = [Double](repeating: 0, count: size)
        for _ in 0..<15 {
            var gradient = (0..<size).map { -precisions[$0] * (unknowns[$0] - means[$0]) }
            var information = SymmetricMatrix(diagonal: precisions)
            for row in range {
                regressors[0] = 0
                for (expert, score) in rows.scores(row).enumerated() {
                    let z = score * inverseScales[expert]
                    regressors[expert + 1] = z
                    regressors[0] += prior[expert] * z
                }
                let logit = zip(unknowns, regressors).reduce(0) { $0 + $1.0 * $1.1 }
                let evidence = link.evidence(of: rows.isSpam[row], logOdds: logit)
                for index in 0..<size { gradient[index] += evidence.slope * regressors[index] }
                information.add(evidence.information, outerProductOf: regressors)
            }
            let step = information.solve(gradient)
            for index in 0..<size { unknowns[index] += min(max(step[index], -3), 3) }
            if step.allSatisfy({ abs($0) < 1e-6 }) { break }
        }
        let weights = zip(prior, unknowns.dropFirst()).map { max(0, unknowns[0] * $0 + $1) }
        let sum = weights.reduce(0, +)
        return sum > 0 ? (weights.map { $0 / sum }, sum) : (prior, common.mean)
    }
}

/// What each expert said of each message before learning it, and what the message was.
struct PrequentialScores: Sendable {
    /// So many rows are not too many, however old.
    private static let minRows = 200

    private let experts: Int
    /// Row by row.
    private var values: [Float] = []
    /// The messages' classes.
    private(set) var isSpam: [Bool] = []
    /// Whether somebody had written to the messages' senders.
    private(set) var isSenderKnown: [Bool] = []
    private var dates: [Int64?] = []
    /// The sum of each expert's squared scores.
    private(set) var squares: [Double]
    /// The first row that was scored with both classes known.
    private var firstInformed: Int?
    private var classesSeen: Set<Bool> = []

    init(experts: Int) {
        self.experts = experts
        squares = Array(repeating: 0, count: experts)
    }

    /// The number of rows.
    var count: Int { isSpam.count }

    /// The scores of one row.
    func scores(_ row: Int) -> some Collection<Double> {
        values[row * experts..<(row + 1) * experts].lazy.map(Double.init)
    }

    /// Appends a batch whose scores are given expert by expert.
    mutating func append(_ batch: [TrainingExample], scores: [[Double]]) {
        for (index, example) in batch.enumerated() {
            if classesSeen.count == 2, firstInformed == nil { firstInformed = count }
            for expert in 0..<experts {
                let score = Float(scores[expert][index])
                values.append(score)
                squares[expert] += Double(score) * Double(score)
            }
            isSpam.append(example.messageClass == .spam)
            isSenderKnown.append(example.isSenderKnown)
            dates.append(example.date)
            classesSeen.insert(example.messageClass == .spam)
        }
    }

    /// The rows, at most so many of the newest, that were scored with both classes known, without those of old mail
    /// (``MailAge``) where there are enough of both classes without them.
    func informed(limit: Int) -> Range<Int> {
        guard let first = firstInformed else { return count..<count }
        let start = max(first, count - limit)
        let young = MailAge.days(dates).firstIndex { $0 <= MailAge.limit } ?? start
        let enough = [false, true].map { isSpam in
            self.isSpam.indices.last(where: { self.isSpam[$0] == isSpam }) ?? start
        }
        return max(start, ([count - Self.minRows, young] + enough).min() ?? start)..<count
    }
}
