// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
import SpamModel

/// One member of the fusion: a learner over some views, as ``FusionLearner`` trains, weighs and exports it.
///
/// Three learners by four ways of looking at a message. Words know what is said, byte n-grams also what is misspelt,
/// inflected or written without spaces; the header and the body fail on different mail.
public enum Expert: String, CaseIterable, Sendable {
    /// Naive Bayes over words of the header, and pairs of neighbours.
    case bayesHeader = "nb-header"
    /// Naive Bayes over byte 4-grams of the header.
    case bayesHeaderGrams = "nb-header-grams"
    /// Naive Bayes over words of text and subject, and pairs of words of the text.
    case bayesText = "nb-text"
    /// Naive Bayes over byte 5-grams of the text.
    case bayesTextGrams = "nb-text-grams"
    /// Naive Bayes over what ``arowContent`` sees: the best single expert while there is little mail.
    case bayesContent = "nb-content"
    /// AROW over words of the header and pairs, and the path outside the site.
    case arowHeader = "arow-header"
    /// AROW over byte 4-grams of the header.
    case arowHeaderGrams = "arow-header-grams"
    /// AROW over words of text and subject, hidden text, tags, links, attachments, structure.
    case arowContent = "arow-content"
    /// AROW over byte 5-grams of the text.
    case arowTextGrams = "arow-text-grams"
    /// Bayesian probit over what ``arowHeader`` sees.
    case probitHeader = "probit-header"
    /// Bayesian probit over what ``arowHeaderGrams`` sees.
    case probitHeaderGrams = "probit-header-grams"
    /// Bayesian probit over what ``arowContent`` sees.
    case probitContent = "probit-content"
    /// Bayesian probit over what ``arowTextGrams`` sees.
    case probitTextGrams = "probit-text-grams"

    /// The members of the fusion that is used without further wishes.
    ///
    /// The others were compared and add nothing to these (`docs/accuracy.md`).
    public static let standard: [Expert] = [
        .bayesHeaderGrams, .bayesText, .bayesTextGrams, .bayesContent, .arowHeader, .arowHeaderGrams, .arowContent,
        .arowTextGrams,
    ]

    /// The weight that the fusion begins with, before scores tell more.
    ///
    /// Header and body weigh about the same, and naive Bayes as much as the learners that need more mail. The figures
    /// hardly change between a half and twice of each (`docs/accuracy.md`).
    var priorWeight: Double {
        switch self {
        case .bayesTextGrams, .arowHeader: 2
        case .bayesHeader, .bayesHeaderGrams, .bayesText: 1.5
        case .arowHeaderGrams, .arowContent, .arowTextGrams: 1
        case .probitHeader, .probitHeaderGrams, .probitContent, .probitTextGrams: 1
        case .bayesContent: 0.75
        }
    }

    /// The views that are read.
    public var views: FeatureViews {
        tables.reduce(into: FeatureViews.none) { $0.formUnion(FeatureViews($1.view)) }
    }

    /// How the member learns.
    enum Kind {
        case naiveBayes
        case linear(LinearExpert.Rule)
    }

    /// Whether it counts what each class looks like, rather than learn what tells them apart.
    var isGenerative: Bool {
        switch kind {
        case .naiveBayes: true
        case .linear: false
        }
    }

    var kind: Kind {
        switch self {
        case .bayesHeader, .bayesHeaderGrams, .bayesText, .bayesTextGrams, .bayesContent: .naiveBayes
        case .arowHeader, .arowHeaderGrams, .arowContent, .arowTextGrams: .linear(.arow)
        case .probitHeader, .probitHeaderGrams, .probitContent, .probitTextGrams: .linear(.probit)
        }
    }

    /// One table a view.
    ///
    /// Counts suffer from collisions, weights that are learned from errors hardly do (measured from 2^18
    /// to 2^22 slots), so the latter have smaller ones.
    var tables: [ModelParameters.Table] {
        switch self {
        case .bayesHeader: [.init(view: .headerWords, slotBits: 19), .init(view: .headerPairs, slotBits: 20)]
        case .bayesHeaderGrams: [.init(view: .headerGrams, slotBits: 20)]
        case .bayesText:
            [
                .init(view: .words, slotBits: 20), .init(view: .subject, slotBits: 18),
                .init(view: .wordPairs, slotBits: 22),
            ]
        case .bayesTextGrams: [.init(view: .textGrams, slotBits: 21)]
        case .arowHeader, .probitHeader:
            [
                .init(view: .headerWords, slotBits: 18), .init(view: .headerPairs, slotBits: 19),
                .init(view: .receivedPath, slotBits: 16),
            ]
        case .arowHeaderGrams, .probitHeaderGrams: [.init(view: .headerGrams, slotBits: 19)]
        case .arowContent, .probitContent, .bayesContent:
            [
                .init(view: .words, slotBits: 19), .init(view: .subject, slotBits: 17),
                .init(view: .hiddenText, slotBits: 16), .init(view: .skeleton, slotBits: 16),
                .init(view: .links, slotBits: 16), .init(view: .attachments, slotBits: 14),
                .init(view: .structure, slotBits: 14),
            ]
        case .arowTextGrams, .probitTextGrams: [.init(view: .textGrams, slotBits: 19)]
        }
    }
}
