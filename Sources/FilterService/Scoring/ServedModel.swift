// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import ReportPages
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
    /// Extractors that wait for work: as many as there were threads at work at a time.
    private let idle = Mutex<[ExtractorBox]>([])

    init(model: SpamModel, generation: Int, identity: FileIdentity, key: SiteKey, reading: ReadingConfiguration) {
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
        let (features, spans, texts) = extractor.extractWithTexts(message)
        return Explanation(features, spans: spans, texts: texts, by: model)
    }

    /// Scores a message.
    func score(_ message: Message) -> Score {
        let box = idle.withLock { $0.popLast() } ?? ExtractorBox(key: key, options: options)
        let score = box.score(message, model: model)
        idle.withLock { $0.append(box) }
        return score
    }
}

/// An extractor with the memory it works in.
// SAFETY: it is either in `ServedModel.idle` or, after it was taken from there, with one thread.
private final class ExtractorBox: @unchecked Sendable {
    private var extractor: FeatureExtractor
    private var features = FeatureVector()

    init(key: SiteKey, options: FeatureOptions) { extractor = FeatureExtractor(key: key, options: options) }

    func score(_ message: Message, model: SpamModel) -> Score {
        extractor.extract(message, into: &features)
        return model.score(features)
    }
}
