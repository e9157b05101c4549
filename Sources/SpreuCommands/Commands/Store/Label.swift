// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import MailMessage
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

            Example: spreu label ham '<17@example.org>' --config /etc/spreu/spreu.yaml
            """)

    /// What a message may be said to be.
    enum Label: String, ExpressibleByArgument, CaseIterable {
        case ham, spam, none

        var isSpam: Bool? { self == .none ? nil : self == .spam }
    }

    @Argument(help: "What the messages are; none: they are not learned.")
    var label: Label?

    @Flag(name: .customLong("list"), help: "List what was taught by hand, or handed over, the newest first.")
    var isList = false

    @Flag(help: "--list: print it as JSON.")
    var json = false

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        if isList {
            guard label == nil, selection.isEmpty else { throw ValidationError("--list goes with no label") }
            return
        }
        if label == nil { throw ValidationError("say what the messages are, ham, spam or none, or give --list") }
        if json { throw ValidationError("--json goes with --list") }
        try selection.requireOne(besides: [])
    }

    func run() throws {
        let location = try options.location()
        guard let label else { return try list(location.open(.watching, who: "label")) }
        let store = try location.open(.writing, who: "label")
        var count = 0
        for selection in selection.selections(try location.loadKey()) {
            count += try store.label(selection, isSpam: label.isSpam, origin: Opinion.byHand, now: currentTime)
        }
        guard count > 0 else { throw SelectionOptions.nothing }
        try Console.write("labelled \(grouped(count)) messages \(label.rawValue)\n")
    }

    /// More than this are not listed: what people hand over each day is in reports.
    private static let mostListed = 10_000

    private func list(_ store: TrainingStore) throws {
        let taught = try store.taught(limit: Self.mostListed)
        if json { return try Console.write(JSONValue.array(taught.map(\.json)).text) }
        try Console.write(taught.isEmpty ? "nothing was taught by hand\n" : taught.map(\.line).joined())
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

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("All messages that this address alone wrote; may be repeated.", valueName: "address"))
    var senders: [String] = []

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        try selection.requireOne(besides: account + senders)
        for sender in senders {
            guard let at = sender.lastIndex(of: "@"), at > sender.startIndex else {
                throw ValidationError(
                    "--from takes a whole address, not '\(sender)': of senders the store keeps keyed digests of addresses, so "
                        + "that a domain cannot be looked for; name its addresses one by one")
            }
        }
    }

    func run() throws {
        let location = try options.location()
        let store = try location.open(.writing, who: "forget")
        var (messages, sources) = (0, 0)
        let key = try location.loadKey()
        let others = try account.map { .account($0) } + senders.map { try Self.sender($0, key) }
        for selection in selection.selections(key) + others {
            let forgotten = try store.forget(selection, now: currentTime)
            if forgotten == (0, 0) {
                if case .account(let name) = selection {
                    throw Failure(
                        .noInput,
                        "there is no account '\(name)' in the store, check its name: 'spreu find' tells that of a message"
                    )
                }
            }
            messages += forgotten.messages
            sources += forgotten.sources
        }
        // Of an account whose messages all lie elsewhere too, what is left to forget is where they lay.
        guard messages + sources > 0 else { throw SelectionOptions.nothing }
        try Console.write("forgot \(grouped(messages)) messages\n")
    }

    private static func sender(_ text: String, _ key: SiteKey) throws(Failure) -> MessageSelection {
        let addresses = AddressList(parsing: text).mailboxes
        guard addresses.count == 1, let digest = AddressDigests(key: key).digest(of: addresses[0]) else {
            throw Failure(.usage, "'\(text)' is no address: give --from name@example.org")
        }
        return .sender(digest)
    }
}

extension TaughtLabel {
    private var name: String { label.isSpam.map { $0 ? "spam" : "ham" } ?? "none" }
    private var time: String { MailDate(secondsSince1970: label.at).rfc3339 }

    fileprivate var line: String {
        let cells = [
            time, name.rightPadded(4), digest.hexadecimal, account ?? "-",
            label.origin + (holds ? "" : " (another label holds)"),
        ]
        return cells.map { $0.forTerminal() }.joined(separator: "\t") + "\n"
    }

    fileprivate var json: JSONValue {
        .object([
            "at": .string(time), "label": .string(name), "digest": .string(digest.hexadecimal),
            "account": account.map { .string($0) } ?? .null, "origin": .string(label.origin), "holds": .bool(holds),
        ])
    }
}

/// Which messages are meant.
struct SelectionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Message-IDs, or the first eight or more digits of digests, as for find.", valueName: "id"))
    var ids: [String] = []

    @Option(
        name: .customLong("message-id"),
        help: ArgumentHelp("Messages with this Message-ID; may be repeated.", valueName: "id"))
    var messageIDs: [String] = []

    @Option(
        name: .customLong("digest"),
        help: ArgumentHelp(
            "The message whose canonical SHA-256 begins so, eight digits or more; may be repeated.", valueName: "hex"))
    var digests: [String] = []

    var isEmpty: Bool { ids.isEmpty && messageIDs.isEmpty && digests.isEmpty }

    func requireOne(besides others: [String]) throws {
        if isEmpty && others.isEmpty {
            throw ValidationError("say which messages: their Message-IDs or digests")
        }
        if let digest = digests.first(where: { $0.count < 8 || $0.count > 64 || !$0.allSatisfy(\.isHexDigit) }) {
            throw ValidationError("'\(digest)' is no digest: 8 to 64 hexadecimal digits")
        }
    }

    func selections(_ key: SiteKey) -> [MessageSelection] {
        ids.map { Self.selection($0, key) } + messageIDs.map { Self.messageID($0, key) } + digests.map { .digest($0) }
    }

    /// What an id stands for: a digest if it can be one, else a Message-ID.
    static func selection(_ id: String, _ key: SiteKey) -> MessageSelection {
        (8...64).contains(id.utf8.count) && id.allSatisfy(\.isHexDigit) ? .digest(id.lowercased()) : messageID(id, key)
    }

    private static func messageID(_ id: String, _ key: SiteKey) -> MessageSelection {
        // As it stands in the field, or without its brackets.
        let bare = id.hasPrefix("<") && id.hasSuffix(">") ? String(id.dropFirst().dropLast()) : id
        return .messageID(key.digest(of: bare.utf8, purpose: .messageID))
    }

    static var nothing: Failure { Failure(.noInput, "there is no such message in the store, check the id") }
}
