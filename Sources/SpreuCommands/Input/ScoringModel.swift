// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import NightlyBatch
import ReportPages
import SenderLists
import SpamModel

/// A model, with how the messages are read that it scores.
struct ScoringModel {
    /// The name of the export, or the model's path.
    let name: String
    private let model: SpamModel
    private let key: SiteKey
    private let options: FeatureOptions
    private let servers: SiteServers

    init(_ model: SpamModel, name: String, key: SiteKey, site: SiteSettings) {
        self.name = name
        self.model = model
        self.key = key
        options = site.features(model.views)
        servers = SiteServers(site)
    }

    /// The model that a site serves now; nil where none is.
    init?(servedBy site: NightlyConfiguration, key: SiteKey) throws {
        let repository = site.repository
        guard let name = repository.servedName else { return nil }
        let model = try SpamModel.open(
            repository.model(name), keyID: key.id, extractorVersion: FeatureExtractor.version)
        self.init(model, name: name, key: key, site: site.site)
    }

    /// What it says of a message.
    func score(_ message: Message) -> MessageScore {
        var extractor = FeatureExtractor(key: key, options: options)
        return MessageScore(model.score(judged(extractor.extract(message), message)), by: model)
    }

    /// Why it says so.
    ///
    /// - Parameter marksTexts: whether the explanation has the message's texts, their words marked.
    func explain(_ message: Message, marksTexts: Bool) -> Explanation {
        var extractor = FeatureExtractor(key: key, options: options)
        if marksTexts {
            let (features, spans, texts) = extractor.extractWithTexts(message)
            return Explanation(judged(features, message), spans: spans, texts: texts, by: model)
        }
        let (features, spans) = extractor.extractWithSpans(message)
        return Explanation(judged(features, message), spans: spans, by: model)
    }

    /// A message's features, with what the site's servers found of its sender.
    private func judged(_ features: FeatureVector, _ message: Message) -> FeatureVector {
        var features = features
        features.isSenderDoubted = isSenderDoubted(features, message)
        return features
    }

    /// Whether a message may not be its sender's, where that matters: the site has written to the sender.
    func isSenderDoubted(_ features: FeatureVector, _ message: Message) -> Bool {
        model.isKnownSender(features.sender) && servers.doubtAuthor(of: message)
    }
}
