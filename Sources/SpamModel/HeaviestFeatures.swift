// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// Which features weigh most in a model, summed over messages: what to look at when a model may have learned the wrong thing.
///
///     var heaviest = HeaviestFeatures(model: model, views: [.headerWords, .receivedPath])
///     let (features, spans) = extractor.extractWithSpans(message)
///     heaviest.add(features, spans: spans)
///     for entry in heaviest.spam(limit: 20) { print(entry.text, entry.messages, entry.weight) }
///
/// A model holds no text: it comes from the messages that are looked at. It stays in memory, and goes where the caller puts it.
public struct HeaviestFeatures {
    /// A feature and what it did.
    public struct Entry: Sendable, Equatable {
        /// The view of the feature.
        public var view: FeatureView
        /// The text it stands for, its field before it; bytes that are no UTF-8 are replaced.
        public var text: String
        /// How many of the messages have it.
        public var messages: Int
        /// What it added to their rank scores on the mean, positive for spam.
        public var weight: Double
    }

    private struct Feature: Hashable {
        var view: FeatureView
        var hash: UInt32
    }

    /// The most features that are kept; of a larger corpus those found first.
    private static let limit = 4_000_000

    private let model: SpamModel
    private let views: FeatureViews
    private var entries: [Feature: Entry] = [:]
    /// How many messages were looked at.
    public private(set) var messages = 0

    /// Prepares to look at some views.
    public init(model: SpamModel, views: FeatureViews) {
        self.model = model
        self.views = views
    }

    /// Adds what the features of one message do.
    ///
    /// - Parameters:
    ///   - features: all features that the model's views have of the message.
    ///   - spans: the same, with their texts, one for each of the features.
    public mutating func add(_ features: FeatureVector, spans: [FeatureSpan]) {
        messages += 1
        let contributions = model.attribution(of: features).contributions
        for (span, weight) in zip(spans, contributions) where views.contains(span.view) {
            let feature = Feature(view: span.view, hash: span.hash)
            if var entry = entries[feature] {
                entry.weight += (weight - entry.weight) / Double(entry.messages + 1)
                entry.messages += 1
                entries[feature] = entry
            } else if entries.count < Self.limit {
                let label = span.label.isEmpty ? "" : String(decoding: span.label, as: UTF8.self) + ": "
                let text = label + String(decoding: span.text, as: UTF8.self)
                entries[feature] = Entry(view: span.view, text: text, messages: 1, weight: weight)
            }
        }
    }

    /// The features that did most for spam, the heaviest first.
    public func spam(limit: Int) -> [Entry] { heaviest(limit, sign: 1) }

    /// The features that did most for ham, the heaviest first.
    public func ham(limit: Int) -> [Entry] { heaviest(limit, sign: -1) }

    /// By what a feature adds to all messages that have it, times the share of messages that do not: what all messages have
    /// tells none from the other, whatever it weighs.
    private func heaviest(_ limit: Int, sign: Double) -> [Entry] {
        func value(_ entry: Entry) -> Double {
            sign * entry.weight * Double(entry.messages) * Double(messages - entry.messages) / Double(max(1, messages))
        }
        let sorted = entries.filter { value($0.value) > 0 }.sorted {
            (value($1.value), $0.key.view.rawValue, $0.key.hash) < (value($0.value), $1.key.view.rawValue, $1.key.hash)
        }
        return sorted.prefix(limit).map(\.value)
    }
}
