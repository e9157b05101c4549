// SPDX-License-Identifier: Apache-2.0
public import MailMessage

/// Turns messages into their hashed features.
///
/// An extractor owns the memory it works in: make one for each thread and use it for many messages. Nothing is
/// allocated for a feature, and a view that is not asked for costs nothing.
///
///     var extractor = FeatureExtractor(key: key, options: FeatureOptions(views: [.words, .wordPairs]))
///     let features = extractor.extract(Message(bytes))
///
/// The same key, options, version and message give the same features, on every machine and whatever came before.
public struct FeatureExtractor: ~Copyable {
    /// What the features mean: changes whenever any message would give other features.
    ///
    /// Models state it, and are never used with another.
    public static let version: UInt32 = 5

    private let trust: TrustBoundary
    private var reader: MessageReader
    private let addresses: AddressDigests
    private var sink = HashSink()

    /// Makes an extractor of the features that `options` ask for, hashed with a key.
    public init(key: SiteKey, options: FeatureOptions = .standard) {
        trust = options.trust
        reader = MessageReader(key: key, options: options)
        addresses = AddressDigests(key: key)
    }

    /// The features of a message.
    public mutating func extract(_ message: Message) -> FeatureVector {
        var features = FeatureVector()
        extract(message, into: &features)
        return features
    }

    /// Puts the features of a message in the place of others, whose memory is used again.
    public mutating func extract(_ message: Message, into features: inout FeatureVector) {
        extract(SiteMessage(message, trust: trust), into: &features)
    }

    /// The same, of a message of which it is known who wrote its fields, by the boundary that the options give.
    package mutating func extract(_ message: SiteMessage, into features: inout FeatureVector) {
        features.hashes.removeAll(keepingCapacity: true)
        reader.begin(message)
        for view in FeatureView.allCases {
            features.starts[Int(view.rawValue)] = features.hashes.count
            // Who set a deadline takes no vector that was made after it.
            guard reader.views.contains(view), !message.message.deadline.isPassed else { continue }
            reader.add(view, of: message, into: &sink)
            sink.finish(into: &features.hashes)
        }
        features.starts[FeatureView.allCases.count] = features.hashes.count
        features.sender = addresses.sender(of: message.message, from: reader.from)
        reader.end()
    }

    /// The features of a message, each with the text that it stands for where that is found first, in one pass.
    ///
    /// There is a span for each of the vector's hashes, in the same order. For explanations: this takes much longer than
    /// ``extract(_:)``, whose features it gives.
    public mutating func extractWithSpans(_ message: Message) -> (features: FeatureVector, spans: [FeatureSpan]) {
        var sink = SpanSink()
        return (extract(message, into: &sink), sink.spans)
    }

    /// The same with the message's texts, and each place in them where a feature was found: to mark a message.
    ///
    /// Features of the parts, links, files and servers have no place in a text.
    public mutating func extractWithTexts(
        _ message: Message
    ) -> (features: FeatureVector, spans: [FeatureSpan], texts: [AnnotatedText]) {
        var sink = SpanSink(keepsPlaces: true)
        let features = extract(message, into: &sink)
        return (features, sink.spans, sink.texts.filter { !$0.bytes.isEmpty })
    }

    private mutating func extract(_ message: Message, into sink: inout SpanSink) -> FeatureVector {
        let message = SiteMessage(message, trust: trust)
        var features = FeatureVector()
        reader.begin(message)
        for view in FeatureView.allCases {
            features.starts[Int(view.rawValue)] = sink.spans.count
            guard reader.views.contains(view) else { continue }
            sink.view = view
            reader.add(view, of: message, into: &sink)
            sink.finish()
        }
        features.starts[FeatureView.allCases.count] = sink.spans.count
        features.hashes = sink.spans.map(\.hash)
        features.sender = addresses.sender(of: message.message, from: reader.from)
        reader.end()
        return features
    }
}
