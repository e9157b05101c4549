// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import SpamEvaluation
import TextOutput
import TrainingStore

/// `spreu label`: says what a message is, whatever its folder says.
struct LabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Give messages of a store another label, or none.",
        discussion: """
            The label holds until the message is moved to where a rule says something else. The next training is as if \
            it had always been so.

            Example: spreu label --config /etc/spreu/spreu.yaml --message-id '<17@example.org>' ham
            """)

    /// What a message may be said to be.
    enum Label: String, ExpressibleByArgument, CaseIterable {
        case ham, spam, none

        var isSpam: Bool? { self == .none ? nil : self == .spam }
    }

    @Argument(help: "What the messages are; none: they are not learned.")
    var label: Label

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: StoreOptions

    func validate() throws { try selection.requireOne(besides: []) }

    func run() throws {
        let location = try options.location()
        let store = try location.open(.writing, who: "label")
        var count = 0
        for selection in selection.selections(try location.loadKey()) {
            count += try store.label(selection, isSpam: label.isSpam, origin: Opinion.byHand, now: currentTime)
        }
        guard count > 0 else { throw SelectionOptions.nothing }
        try Console.write("labelled \(grouped(count)) messages \(label.rawValue)\n")
    }
}

/// `spreu forget`: removes messages and all that is known of them.
struct Forget: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remove messages from a store, never to be learned again.",
        discussion: """
            Only a digest stays, by which the message is not taken in again. Its features leave the disk with \
            'spreu store compact --all'; models forget it when they are next trained.

            Example: spreu forget --config /etc/spreu/spreu.yaml --account example.org/anna
            """)

    @Option(help: ArgumentHelp("All messages of an account, as the configuration names it.", valueName: "name"))
    var account: [String] = []

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: StoreOptions

    func validate() throws { try selection.requireOne(besides: account) }

    func run() throws {
        let location = try options.location()
        let store = try location.open(.writing, who: "forget")
        var (messages, sources) = (0, 0)
        for selection in selection.selections(try location.loadKey()) + account.map({ .account($0) }) {
            let forgotten = try store.forget(selection, now: currentTime)
            messages += forgotten.messages
            sources += forgotten.sources
        }
        // Of an account whose messages all lie elsewhere too, what is left to forget is where they lay.
        guard messages + sources > 0 else { throw SelectionOptions.nothing }
        try Console.write("forgot \(grouped(messages)) messages\n")
    }
}

/// Which messages are meant.
struct SelectionOptions: ParsableArguments {
    @Option(
        name: .customLong("message-id"),
        help: ArgumentHelp("Messages with this Message-ID; may be repeated.", valueName: "id"))
    var messageIDs: [String] = []

    @Option(
        name: .customLong("digest"),
        help: ArgumentHelp(
            "The message whose canonical SHA-256 begins so, eight digits or more; may be repeated.", valueName: "hex"))
    var digests: [String] = []

    func requireOne(besides others: [String]) throws {
        if messageIDs.isEmpty && digests.isEmpty && others.isEmpty {
            throw ValidationError("say which messages: --message-id or --digest")
        }
        if let digest = digests.first(where: { $0.count < 8 || $0.count > 64 || !$0.allSatisfy(\.isHexDigit) }) {
            throw ValidationError("'\(digest)' is no digest: 8 to 64 hexadecimal digits")
        }
    }

    func selections(_ key: SiteKey) -> [MessageSelection] {
        let ids = messageIDs.map { id in
            // As it stands in the field, or without its brackets.
            let bare = id.hasPrefix("<") && id.hasSuffix(">") ? String(id.dropFirst().dropLast()) : id
            return MessageSelection.messageID(key.digest(of: bare.utf8, purpose: .messageID))
        }
        return ids + digests.map { .digest($0) }
    }

    static var nothing: Failure { Failure(.noInput, "there is no such message in the store, check the id") }
}
