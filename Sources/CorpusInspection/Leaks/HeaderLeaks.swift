// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

/// Looks for header features that foretell the label almost surely: what most messages of one class have and hardly any of the
/// other.
///
/// Such a field was mostly written by a filter or by the site's own server, not by the sender, and a learner that sees it
/// learns to read the label. Evaluation on the same archive shows nothing of it, for the field is there, too: figures look
/// better, and the live filter, before which nobody wrote the field, misses what it could have caught.
package struct HeaderLeaks: Sendable {
    /// A feature that foretells the label.
    struct Suspect: Sendable {
        var hash: UInt32
        var messageClass: MessageClass
        /// How many of the class's messages that were looked at have it, and how many of the other's.
        var own: HeaderLeak.Share
        var other: HeaderLeak.Share
    }

    /// So many messages of each class are looked at, from all over what is added.
    private static let sampleSize = 1_000
    /// Fewer of a class than this show nothing.
    private static let minMessages = 50
    /// What most of one class have.
    package static let standardShare = 0.8
    /// No more than this share of the other class has what foretells a label.
    private static let otherShare = 0.005

    private let ownShare: Double
    private var samples: [MessageClass: Sample] = [:]

    /// Creates a search that has seen nothing.
    ///
    /// - Parameter share: what is found is in at least this share of the messages of its class.
    package init(share: Double = standardShare) { ownShare = share }

    /// Takes a message into account; its features are asked for only if they are looked at.
    package mutating func add(_ features: @autoclosure () -> FeatureVector, _ messageClass: MessageClass, id: Int = 0) {
        samples[messageClass, default: Sample()].add(id: id) {
            features().withView(.headerWords) { Array($0) }
        }
    }

    /// The features, those that tell most first.
    func suspects() -> [Suspect] {
        guard MessageClass.allCases.allSatisfy({ samples[$0]?.messages.count ?? 0 >= Self.minMessages }) else {
            return []
        }
        return MessageClass.allCases.flatMap { messageClass -> [Suspect] in
            guard let own = samples[messageClass], let other = samples.first(where: { $0.key != messageClass })?.value
            else { return [] }
            return own.common(ownShare).compactMap { hash in
                let suspect = Suspect(
                    hash: hash, messageClass: messageClass, own: own.share(with: hash), other: other.share(with: hash))
                return suspect.other.value <= Self.otherShare ? suspect : nil
            }
        }.sorted { ($0.own.value, $1.hash) > ($1.own.value, $0.hash) }
    }

    /// The ids of some messages that have a suspect feature, by which it can be named.
    func examples(of suspect: Suspect) -> [Int] {
        let messages = samples[suspect.messageClass]?.messages ?? []
        return messages.lazy.reversed().filter { FeatureVector.contains(suspect.hash, in: $0.hashes.span) }
            .prefix(Self.exampleCount).map(\.id)
    }

    private static let exampleCount = 3

    /// Messages of one class, evenly from all that were offered.
    private struct Sample {
        var messages: [(id: Int, hashes: [UInt32])] = []
        private var offered = 0
        private var step = 1

        mutating func add(id: Int, _ hashes: () -> [UInt32]) {
            defer { offered += 1 }
            guard offered % step == 0 else { return }
            messages.append((id, hashes()))
            guard messages.count > HeaderLeaks.sampleSize else { return }
            messages = messages.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
            step *= 2
        }

        /// The features that at least a share of the messages have.
        func common(_ share: Double) -> [UInt32] {
            var counts: [UInt32: Int] = [:]
            for message in messages { for hash in message.hashes { counts[hash, default: 0] += 1 } }
            return counts.filter { Double($0.value) >= share * Double(messages.count) }.map(\.key)
        }

        func share(with hash: UInt32) -> HeaderLeak.Share {
            HeaderLeak.Share(
                messages: messages.count { FeatureVector.contains(hash, in: $0.hashes.span) }, all: messages.count)
        }
    }
}

/// A header field that foretells the label almost surely.
package struct HeaderLeak: Sendable, Equatable {
    /// Some of the messages of a class.
    package struct Share: Sendable, Equatable {
        /// How many have the field, with the word that tells.
        package var messages: Int
        /// How many were looked at.
        package var all: Int

        package init(messages: Int, all: Int) {
            self.messages = messages
            self.all = all
        }

        var value: Double { all > 0 ? Double(messages) / Double(all) : 0 }
    }

    /// The field's name, in lower case; nil: no message could be read again that would tell it.
    package var field: String?
    /// Which class has it.
    package var messageClass: MessageClass
    /// Whether it is a word of the field that tells, and not that there is one.
    package var isWord: Bool
    /// How many of the class have it, and how many of the other.
    package var own: Share
    /// See ``own``.
    package var other: Share

    /// Puts together what was found.
    package init(field: String?, messageClass: MessageClass, isWord: Bool, own: Share, other: Share) {
        self.field = field
        self.messageClass = messageClass
        self.isWord = isWord
        self.own = own
        self.other = other
    }
}
