// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import ReportPages
import SenderLists
package import SpamModel
import Synchronization
import TextOutput

/// A model in service, with what its file was when it was opened.
///
/// A request takes one and keeps it to its end, whatever is loaded meanwhile: its verdict comes from a single model.
package final class ServedModel: Sendable {
    /// The model.
    package let model: SpamModel
    /// How many models were in service before it, and itself.
    package let generation: Int
    /// The file it was opened from.
    package let identity: FileIdentity
    private let key: SiteKey
    private let options: FeatureOptions
    private let servers: SiteServers
    /// Extractors that wait for work: as many as there were threads at work at a time.
    private let idle = Mutex<[ExtractorBox]>([])

    /// - Parameter servers: what they found of a sender says whether he counts as known.
    init(
        model: SpamModel, generation: Int, identity: FileIdentity, key: SiteKey, reading: ReadingConfiguration,
        servers: SiteServers
    ) {
        self.servers = servers
        self.model = model
        self.generation = generation
        self.identity = identity
        self.key = key
        options = reading.site.features(model.views)
    }

    /// The model's id as it is shown: 16 hexadecimal digits.
    package var id: String { model.id.hexadecimal }

    /// When the model's file was written, in seconds since 1970.
    package var writtenAt: Int64 { identity.modifiedSeconds }

    /// Explains the score of a message: with an extractor of its own, for it is rarely asked for.
    func explain(_ message: Message) -> Explanation {
        var extractor = FeatureExtractor(key: key, options: options)
        let (extracted, spans, texts) = extractor.extractWithTexts(message)
        var features = extracted
        features.isSenderDoubted = isSenderDoubted(features) { servers.delivered.doubtAuthor(of: message) }
        return Explanation(features, spans: spans, texts: texts, by: model)
    }

    /// Scores a message.
    ///
    /// - Parameters:
    ///   - message: the message as it will be delivered.
    ///   - submitted: the same as it came.
    func score(_ message: Message, submitted: SubmittedMessage) -> Score {
        let box = idle.withLock { $0.popLast() } ?? ExtractorBox(key: key, options: options)
        let score = box.score(message, model: model) { features in
            isSenderDoubted(features) {
                servers.doubtAuthor(of: Message(submitted.header()), envelope: submitted.envelope)
            }
        }
        idle.withLock { $0.append(box) }
        return score
    }

    /// Looks at who sent a message only where it matters.
    private func isSenderDoubted(_ features: FeatureVector, _ look: () -> Bool) -> Bool {
        model.isKnownSender(features.sender) && look()
    }
}

/// An extractor with the memory it works in.
// SAFETY: it is either in `ServedModel.idle` or, after it was taken from there, with one thread.
private final class ExtractorBox: @unchecked Sendable {
    private var extractor: FeatureExtractor
    private var features = FeatureVector()

    init(key: SiteKey, options: FeatureOptions) { extractor = FeatureExtractor(key: key, options: options) }

    func score(_ message: Message, model: SpamModel, isSenderDoubted: (FeatureVector) -> Bool) -> Score {
        extractor.extract(message, into: &features)
        features.isSenderDoubted = isSenderDoubted(features)
        return model.score(features)
    }
}
