// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import SpamModel

/// Why a message has its verdict, in a few lines that add up to its log-odds.
///
/// Words and hosts come from the message itself: a model holds none. Two words whose hashes fall together share a weight, so that
/// an innocent one can be named in place of the other.
public struct Explanation: Sendable {
    /// One reason, and what it adds.
    public struct Line: Sendable {
        /// The reason.
        public var reason: Reason
        /// What it adds to the log-odds: positive for spam.
        public var logOdds: Double
        /// What of the message it is about, what tells most first; at most ``Explanation/maxExamples``.
        public var examples: [String]
        /// How many features there are of it; of ``Reason/others`` how many reasons.
        public var features: Int

        package init(reason: Reason, logOdds: Double, examples: [String], features: Int) {
            self.reason = reason
            self.logOdds = logOdds
            self.examples = examples
            self.features = features
        }
    }

    /// What one view's features add together.
    public struct ViewSum: Sendable {
        /// The view.
        public var view: FeatureView
        /// What they add to the log-odds.
        public var logOdds: Double
        /// How many there are.
        public var features: Int
    }

    /// What one expert of the model says.
    public struct ExpertSum: Sendable {
        /// The views that it reads.
        public var views: [FeatureView]
        /// What it adds to the log-odds.
        public var logOdds: Double
        /// How much it counts among the experts, 0 to 1.
        public var share: Double
    }

    /// What another verdict would take.
    public enum Change: Sendable, Equatable {
        /// Without the first so many of the lines that speak for the verdict it would be another one.
        case without([Reason], Verdict)
        /// So much is missing to ham, and to spam; nil where no message can be called so.
        case between(ham: Double?, spam: Double?)
        /// No few lines decide.
        case none
    }

    /// The most examples of a line.
    public static let maxExamples = 3

    /// The verdict, with thresholds and model.
    public private(set) var message: MessageScore
    /// Whether an entry of the site's list allows the message, and does not count.
    public private(set) var isAllowIgnored = false
    /// The reasons: those that every message has, then those that add or take most, then all others in one.
    public let lines: [Line]
    /// The same by view.
    public let views: [ViewSum]
    /// The same by expert, in the model's order.
    public let experts: [ExpertSum]
    /// The message's texts as the model read them, their words marked; none if the texts were not given.
    public let texts: [MarkedText]
    /// Limits that were met, so that not all of the message was read (docs/threat-model.md).
    public let cuts: [String]

    /// The same with what the site's list of senders says, which decides; the sum of the lines stays.
    ///
    /// - Parameter isAllowIgnored: whether an entry allows the message, and does not count.
    public func decided(by list: ListAction?, isAllowIgnored: Bool = false) -> Explanation {
        var decided = self
        decided.message.list = list
        decided.isAllowIgnored = isAllowIgnored
        return decided
    }

    /// Explains a score.
    ///
    /// - Parameters:
    ///   - features: the features that the model scored.
    ///   - spans: the same, with their texts (`FeatureExtractor.extractWithSpans`).
    ///   - texts: the message's texts, to mark their words (`FeatureExtractor.extractWithTexts`).
    ///   - maxLines: how many lines there are at most, at least 6.
    public init(
        _ features: FeatureVector, spans: [FeatureSpan], texts: [AnnotatedText] = [], by model: SpamModel,
        maxLines: Int = 12
    ) {
        let attribution = model.attribution(of: features)
        let (slope, intercept) = (model.parameters.calibration.slope, model.parameters.calibration.intercept)
        message = MessageScore(attribution.score, by: model)
        let fixed = [
            (Reason.base, slope * attribution.bias), (.calibration, intercept),
            (.knownSender, slope * attribution.knownSender), (.contradiction, attribution.score.contradiction),
        ].filter { $0.1 != 0 }.map { Line(reason: $0.0, logOdds: $0.1, examples: [], features: 0) }
        let contributions = attribution.contributions.map { slope * $0 }
        self.texts = MarkedText.marking(texts, contributions: contributions)
        experts = zip(model.parameters.experts, attribution.experts).map { expert, sum in
            ExpertSum(views: expert.tables.map(\.view), logOdds: slope * sum, share: expert.share)
        }
        let found = Self.lines(spans, contributions)
        let room = max(1, maxLines - fixed.count - 1)
        lines = fixed + found.prefix(room) + Self.sum(found.dropFirst(room))
        cuts = spans.compactMap { span in
            let (name, value) = Reason.parts(of: span.text)
            return span.view == .structure && name == "cut" ? String(decoding: value, as: UTF8.self) : nil
        }.sorted()
        views = FeatureView.allCases.compactMap { view in
            let count = features.count(of: view)
            return count > 0 ? ViewSum(view: view, logOdds: slope * attribution[view], features: count) : nil
        }
    }

    /// What would make the verdict another one.
    public var change: Change {
        let (score, thresholds) = (message.score, message.thresholds)
        guard score.verdict != .unsure else {
            return .between(
                ham: thresholds.ham.isFinite ? score.logOdds - thresholds.ham : nil,
                spam: thresholds.spam.isFinite ? thresholds.spam - score.logOdds : nil)
        }
        let speaking = lines.filter { line in
            ![.base, .calibration, .contradiction, .others].contains(line.reason)
                && (line.logOdds > 0) == (score.verdict == .spam)
        }
        // Without what contradicts the header there would be no contradiction: what the verdict would be then is not a sum.
        if thresholds.verdict(of: score.logOdds - score.contradiction) != score.verdict { return .none }
        var rest = score.logOdds
        for (index, line) in speaking.prefix(Self.maxReasonsForChange).enumerated() {
            rest -= line.logOdds
            let verdict = thresholds.verdict(of: rest)
            if verdict != score.verdict { return .without(speaking[...index].map(\.reason), verdict) }
        }
        return .none
    }

    /// More than this is nothing that a person can picture.
    private static let maxReasonsForChange = 4

    /// The reasons that features give, those that add or take most first.
    private static func lines(_ spans: [FeatureSpan], _ contributions: [Double]) -> [Line] {
        var features: [Reason: [Int]] = [:]
        for (index, (span, contribution)) in zip(spans, contributions).enumerated() where contribution != 0 {
            features[Reason(span, contribution: contribution), default: []].append(index)
        }
        let lines = features.map { reason, indices in
            let sum = indices.reduce(0) { $0 + contributions[$1] }
            return Line(
                reason: reason, logOdds: sum,
                examples: examples(of: indices.map { (spans[$0], contributions[$0]) }, isSpam: sum > 0),
                features: indices.count)
        }
        // By text where two are alike, so that the order is the same every time.
        return lines.sorted { left, right in
            abs(left.logOdds) != abs(right.logOdds)
                ? abs(left.logOdds) > abs(right.logOdds) : "\(left.reason)" < "\(right.reason)"
        }
    }

    private static func sum(_ lines: ArraySlice<Line>) -> [Line] {
        guard !lines.isEmpty else { return [] }
        return [
            Line(reason: .others, logOdds: lines.reduce(0) { $0 + $1.logOdds }, examples: [], features: lines.count)
        ]
    }

    /// The texts that tell most for the side that a reason is on; n-grams are no words, and say nothing to a person.
    private static func examples(of features: [(span: FeatureSpan, contribution: Double)], isSpam: Bool) -> [String] {
        let speaking = features.filter { ($0.contribution > 0) == isSpam && $0.span.isReadable }
            .sorted { left, right in
                abs(left.contribution) != abs(right.contribution)
                    ? abs(left.contribution) > abs(right.contribution) : left.span.hash < right.span.hash
            }
        var examples: [String] = []
        for feature in speaking where examples.count < maxExamples {
            let text = String(decoding: feature.span.text, as: UTF8.self)
            // "offer" beside "Offer" and "offer today" tells nothing new.
            if !examples.contains(where: { $0.lowercased().contains(text.lowercased()) }) { examples.append(text) }
        }
        return examples
    }
}

extension FeatureSpan {
    /// Whether its text is something that a person would call by that name.
    fileprivate var isReadable: Bool {
        switch view {
        case .headerGrams, .headerPairs, .textGrams, .wordPairs: false
        // Without a label it is the field's own name; the words of a date are shapes: 99 aaa 9999.
        case .headerWords: !label.isEmpty && label.map { $0 | 0x20 } != Array("date".utf8)
        // Four bytes without case are an n-gram as a rule, and a word of four letters now and then.
        case .subject: text.count != 4 && isWord
        case .words, .hiddenText: isWord
        case .structure: ![Array("sender shape".utf8), Array("id shape".utf8)].contains { text.starts(with: $0) }
        default: !text.isEmpty
        }
    }

    private var isWord: Bool { String(decoding: text, as: UTF8.self).contains { $0.isLetter } }
}
