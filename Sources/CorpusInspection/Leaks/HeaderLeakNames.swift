// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
package import MailMessage
import TextOutput

/// Finds out which fields the suspect features of a search are, from messages that have them: the features are keyed hashes.
package struct HeaderLeakNames: ~Copyable {
    /// So many fields are told.
    private static let maxListed = 5
    /// Messages are looked for by so many features.
    private static let maxExamined = 50

    private let key: SiteKey
    private var extractor: FeatureExtractor
    private var open: [UInt32: HeaderLeaks.Suspect]
    private var leaks: [String: HeaderLeak] = [:]
    private var wasOffered = false
    private let worst: HeaderLeaks.Suspect?
    /// The ids of some messages that are likely to have suspect features.
    package let examples: [Int]

    /// Prepares naming what a search found.
    ///
    /// - Parameter settings: those that the messages' features were made with.
    package init(_ search: HeaderLeaks, key: SiteKey, settings: SiteSettings) {
        self.key = key
        extractor = FeatureExtractor(key: key, options: settings.features(.headerWords))
        let suspects = search.suspects()
        open = Dictionary(suspects.map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
        worst = suspects.first
        // One field has many features: those of the first few dozen name more than is told.
        examples = Set(suspects.prefix(Self.maxExamined).flatMap { search.examples(of: $0) }).sorted()
    }

    /// Whether there is nothing more to be named.
    package var isDone: Bool { open.isEmpty }

    /// Names what a message has of the suspect features.
    package mutating func offer(_ message: Message) {
        guard !open.isEmpty else { return }
        wasOffered = true
        for span in extractor.extractWithSpans(message).spans {
            guard let suspect = open[span.hash] else { continue }
            open[span.hash] = nil
            let isWord = !span.label.isEmpty
            let field = String(decoding: isWord ? span.label : span.text, as: UTF8.self).lowercased()
            // A name as it is written, or beside another, tells less than that it is there at all.
            guard isWord || FieldPresence([field], key: key).isFeature(span.hash) else { continue }
            let leak = HeaderLeak(
                field: field, messageClass: suspect.messageClass, isWord: isWord, own: suspect.own,
                other: suspect.other)
            if let known = leaks[field], !known.isWord || known.own.value > leak.own.value, isWord { continue }
            leaks[field] = leak
        }
    }

    /// The fields, those that tell most first; where no message was there to name any, one without a name.
    package var found: [HeaderLeak] {
        if leaks.isEmpty, let worst, !wasOffered {
            return [
                HeaderLeak(
                    field: nil, messageClass: worst.messageClass, isWord: false, own: worst.own, other: worst.other)
            ]
        }
        return Array(
            leaks.values.sorted { ($0.own.value, $1.field ?? "") > ($1.own.value, $0.field ?? "") }.prefix(
                Self.maxListed))
    }
}

extension HeaderLeak: CustomStringConvertible {
    /// One line: what was found, and what to do.
    package var description: String {
        let other = messageClass == .spam ? "ham" : "spam"
        let name =
            field.map { "the header field '\($0.forTerminal())'" }
            ?? "a header field whose name no message is left to tell"
        return "\(name)\(isWord ? ", by a word in it," : "") is in "
            + "\(grouped(own.messages)) of \(grouped(self.own.all)) \(messageClass) and \(grouped(self.other.messages)) of "
            + "\(grouped(self.other.all)) \(other): if a filter or your own server writes it, name it under 'ignore-fields'"
    }
}
