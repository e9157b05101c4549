// SPDX-License-Identifier: Apache-2.0
import SpamModel
package import TextOutput

extension Explanation {
    /// The explanation for a person, at most 80 columns wide where the message's own words allow it.
    public func text(_ language: Language) -> String {
        let texts = ExplanationTexts.of(language)
        let score = message.score
        var text = "\(message.verdict.rawValue)  \(summary(texts))\n"
        text += notes(texts).map { $0.wrapped(Self.columns) + "\n" }.joined() + "\n"
        for line in lines {
            text +=
                Self.signed(line.logOdds).leftPadded(8) + "  " + line.sentence(language, columns: Self.columns - 10)
                + "\n"
        }
        text += String(repeating: " ", count: 2) + "------\n" + Self.signed(score.logOdds).leftPadded(8) + "\n"
        let sentences = changeSentences(texts)
        return sentences.isEmpty
            ? text : text + "\n" + sentences.map { $0.forTerminal().wrapped(Self.columns) + "\n" }.joined()
    }

    /// Why the verdict is unsure, where the score does not say it, and what was not read.
    func notes(_ texts: ExplanationTexts) -> [String] {
        let unsure = message.list == nil ? message.whyUnsure.flatMap { texts.why($0) } : nil
        return [unsure, cuts.isEmpty ? nil : texts.notRead.filled(cuts.joined(separator: ", "))].compactMap { $0 }
    }

    /// Probability, log-odds and both thresholds, each as `write` says it with so many digits.
    func summary(_ texts: ExplanationTexts, _ write: (Double, Int) -> String = fixedPoint) -> String {
        func number(_ value: Double) -> String { value.isFinite ? (value < 0 ? "" : "+") + write(value, 2) : "-" }
        return texts.score.filled(
            write(message.score.probability, 4), number(message.score.logOdds), number(message.thresholds.spam),
            number(message.thresholds.ham))
    }

    /// The explanation for programs.
    ///
    /// - Parameter language: of the sentences.
    package func json(_ language: Language) -> JSONValue {
        let texts = ExplanationTexts.of(language)
        var members = message.members
        members["reasons"] = .array(
            lines.map { line in
                .object([
                    "kind": .string(line.reason.kind), "about": line.reason.about.map { .string($0) } ?? .null,
                    "logOdds": .number(line.logOdds), "features": .integer(line.features),
                    "examples": .array(line.examples.map { .string($0) }),
                    "sentence": .string(line.sentence(texts)),
                ])
            })
        members["views"] = .object(
            Dictionary(
                uniqueKeysWithValues: views.map {
                    ("\($0.view)", .object(["logOdds": .number($0.logOdds), "features": .integer($0.features)]))
                }))
        if isAllowIgnored { members["listIgnored"] = .bool(true) }
        members["experts"] = .array(
            experts.map { expert in
                .object([
                    "views": .array(expert.views.map { .string("\($0)") }), "logOdds": .number(expert.logOdds),
                    "share": .number(expert.share),
                ])
            })
        if !self.texts.isEmpty { members["texts"] = .array(self.texts.map(\.json)) }
        members["cuts"] = .array(cuts.map { .string($0) })
        members["change"] = .array(changeSentences(texts).map { .string($0) })
        return .object(members)
    }

    /// The sums by view, then those by expert, a line each.
    public func detailText(_ language: Language) -> String {
        let texts = ExplanationTexts.of(language)
        let byView = views.map { view in
            Self.signed(view.logOdds).leftPadded(8) + "  " + "\(view.view)".rightPadded(14)
                + grouped(view.features).leftPadded(8) + "\n"
        }
        let byExpert = experts.map { expert in
            Self.signed(expert.logOdds).leftPadded(8) + "  " + fixedPoint(expert.share, digits: 2) + "  "
                + expert.names.wrapped(Self.columns - 16).replacing(
                    "\n", with: "\n" + String(repeating: " ", count: 16))
                + "\n"
        }
        return texts.byView + "\n" + byView.joined() + "\n" + texts.byExpert + "\n" + byExpert.joined()
    }

    /// What the features add that have no place in a text: those of links, files, servers and form.
    var elsewhere: Double { views.reduce(0) { $0 + $1.logOdds } - texts.reduce(0) { $0 + $1.logOdds } }

    func changeSentences(_ texts: ExplanationTexts) -> [String] {
        func distance(_ value: Double?, _ text: String, _ verdict: Verdict) -> String {
            value.map { text.filled(fixedPoint($0, digits: 2)) } ?? texts.never.filled(verdict.rawValue)
        }
        let byScore = message.score.verdict.rawValue
        switch message.list {
        case .allow: return [texts.allowed.filled(byScore)]
        case .deny: return [texts.denied.filled(byScore)]
        case nil: break
        }
        let ignored =
            (message.score.isKnownSenderDoubted ? [texts.knownSenderDoubted] : [])
            + (isAllowIgnored ? [texts.allowIgnored] : [])
        switch change {
        case .none: return ignored
        case .between(let ham, let spam):
            return [distance(spam, texts.toSpam, .spam), distance(ham, texts.toHam, .ham)] + ignored
        case .without(let reasons, let verdict):
            let names = lines.filter { reasons.contains($0.reason) }.map { $0.name(texts) }
            return [texts.without.filled(names.joined(separator: ", "), verdict.rawValue)] + ignored
        }
    }

    /// How wide a terminal is at least.
    static let columns = 80

    static func signed(_ value: Double) -> String {
        let digits = fixedPoint(abs(value), digits: 2)
        return (value <= -0.005 ? "-" : "+") + digits
    }
}

extension Explanation.ExpertSum {
    /// The views that it reads.
    var names: String { views.map { "\($0)" }.joined(separator: " ") }
}

extension Explanation.Line {
    /// What the line says, safe on a terminal, with as many examples as there is room for.
    package func sentence(_ language: Language, columns: Int) -> String {
        let texts = ExplanationTexts.of(language)
        var line = self
        while true {
            let sentence = line.sentence(texts).forTerminal()
            if sentence.count <= columns { return sentence }
            if line.examples.isEmpty { return sentence.prefix(columns - 1) + "\u{2026}" }
            line.examples.removeLast()
        }
    }

    /// The reason without examples.
    fileprivate func name(_ texts: ExplanationTexts) -> String {
        var line = self
        line.examples = []
        return line.sentence(texts)
    }

    /// What the line says.
    func sentence(_ texts: ExplanationTexts) -> String {
        let quoted = texts.quoted(examples)
        let named = examples.map { texts.name(of: $0) }.joined(separator: ", ")
        switch reason {
        case .base: return texts.base
        case .calibration: return texts.calibration
        case .knownSender: return texts.knownSender
        case .contradiction: return logOdds > 0 ? texts.spamHeader : texts.hamHeader
        case .field(let name):
            return texts.field.filled(name, quoted)
        case .route: return texts.route
        case .subject: return texts.subject.filled(quoted)
        case .text: return texts.text.filled(quoted)
        case .hiddenText: return texts.hiddenText.filled(quoted)
        case .markup: return texts.markup.filled(quoted)
        case .link(let domain): return texts.link.filled(domain)
        case .deceptiveLink(let shown): return texts.deceptiveLink.filled(shown)
        case .links: return texts.links
        case .attachments: return texts.attachments
        case .sender: return texts.sender.filled(named)
        case .defects: return texts.defects.filled(named)
        case .missingFields: return texts.missingFields.filled(named)
        case .behaviour: return texts.behaviour.filled(named)
        case .tricks: return texts.tricks.filled(named)
        case .form: return texts.form
        case .others: return features == 1 ? texts.oneOther : texts.others.filled(grouped(features))
        }
    }
}

extension Reason {
    /// Its name for programs.
    fileprivate var kind: String {
        switch self {
        case .base: "base"
        case .calibration: "calibration"
        case .knownSender: "knownSender"
        case .contradiction: "contradiction"
        case .field: "field"
        case .route: "route"
        case .subject: "subject"
        case .text: "text"
        case .hiddenText: "hiddenText"
        case .markup: "markup"
        case .link: "link"
        case .deceptiveLink: "deceptiveLink"
        case .links: "links"
        case .attachments: "attachments"
        case .sender: "sender"
        case .defects: "defects"
        case .missingFields: "missingFields"
        case .behaviour: "behaviour"
        case .tricks: "tricks"
        case .form: "form"
        case .others: "others"
        }
    }

    /// The field, domain or side that it is about.
    fileprivate var about: String? {
        switch self {
        case .field(let name), .link(let name), .deceptiveLink(let name): name
        case .subject(let isSpam), .text(let isSpam): isSpam ? "spam" : "ham"
        default: nil
        }
    }
}

extension ExplanationTexts {
    private static let maxExampleBytes = 24

    /// Words of a message, in quotation marks.
    func quoted(_ words: [String]) -> String {
        words.map { quotes.0 + $0.prefix(bytes: Self.maxExampleBytes) + quotes.1 }.joined(separator: ", ")
    }

    /// Why a verdict is unsure, where the thresholds do not say it.
    func why(_ reason: UnsureReason) -> String? {
        switch reason {
        case .learnedTooLittle(let counts):
            learnedTooLittle.filled(grouped(counts.ham), grouped(counts.spam), grouped(TrainingCounts.minimum))
        case .classesIndistinguishable: classesIndistinguishable
        case .nothingKnown: nothingKnown
        case .betweenThresholds: nil
        }
    }

    /// What a token of structure is called.
    func name(of token: String) -> String {
        let (name, value) = Reason.parts(of: Array(token.utf8))
        let text = String(decoding: value, as: UTF8.self)
        if name == "html" {
            guard let bit = Int(text), behaviours.indices.contains(bit) else { return text }
            return behaviours[bit]
        }
        let own = text.isEmpty ? name : text
        return names[own] ?? own
    }
}

extension String {
    /// The text with each `{}` replaced by one of the values, in order; a colon before nothing goes.
    func filled(_ values: String...) -> String {
        var filled = ""
        var rest = self[...]
        for value in values {
            if value.isEmpty, let place = rest.firstRange(of: ": {}") {
                filled += rest[..<place.lowerBound]
                rest = rest[place.upperBound...]
                continue
            }
            guard let place = rest.firstRange(of: "{}") else { break }
            filled += rest[..<place.lowerBound] + value
            rest = rest[place.upperBound...]
        }
        return filled + rest
    }
}
