// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import SenderReputation
import SpamTraining
import TrainingStore

/// What people said of the messages of a store, and where these lie: the store itself holds no address.
struct StoreLabels: Sendable {
    /// The archives to read, without what is excluded.
    let archives: [LabelledSource]
    /// How many messages have a label.
    var count: Int { testimonies.count }
    /// By the first bytes of a message's digest.
    private let testimonies: [UInt64: Testimony]

    /// Reads the labels.
    ///
    /// - Parameter takesVerdicts: whether mail that the filter alone has filed counts as what the filter says; otherwise not at all.
    init(
        _ location: StoreLocation, _ labels: LabelOptions, threads: Int, takesVerdicts: Bool, _ warnings: inout Warnings
    ) throws {
        let key = try location.loadKey()
        let options = LearnerOptions(
            hyperparameters: location.configuration?.learner ?? .standard, threads: threads)
        let messages = try LabelledMessage.all(
            in: location, labels, options: options, key: key, who: "reputation", warnings: &warnings
        ).messages
        var numbers: [String: Int32] = [:]
        var testimonies: [UInt64: Testimony] = [:]
        for message in messages {
            let name = Location.name(ofDigest: message.digest)
            guard Self.isPeoples(message) else {
                if takesVerdicts { testimonies[name] = .verdict(isSpam: message.isSpam) }
                continue
            }
            // What is said with a command is the administrator's word, whose ever the mail is.
            let account = message.origin == Opinion.byHand ? nil : message.account
            let number = account.map { numbers[$0] ?? Int32(numbers.count) }
            if let account { numbers[account] = number }
            testimonies[name] = .label(
                Testimony.Label(isSpam: message.isSpam, certainty: message.weight, account: number))
        }
        self.testimonies = testimonies
        let store = try location.open(.watching, who: "reputation")
        archives = (location.configuration?.exclude ?? Exclusions()).archives(of: try store.mailSources())
    }

    /// What is said of a message; nil: nothing.
    func testimony(of message: SiteMessage) -> Testimony? {
        testimonies[Location.name(ofDigest: message.canonicalDigest())]
    }

    /// Whether a label rests on what somebody did, and not on where a filter had put the message, or on what it looks like where
    /// nobody did anything telling, or did what says the opposite.
    private static func isPeoples(_ message: LabelledMessage) -> Bool {
        !message.isOpinion && !opinions.contains(message.origin)
    }

    private static let opinions = Set(
        Evidence.allCases.filter { $0 == .filtered || $0.leaning == nil }.map(\.name)
            + [Opinion.silent, FolderRule.existingJunkOrigin])
}
