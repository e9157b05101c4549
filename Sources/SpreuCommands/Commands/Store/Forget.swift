// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import MailMessage
import NightlyBatch
import TextOutput
import TrainingStore

/// `spreu forget`: removes messages and all that is known of them.
struct Forget: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remove messages from a store, never to be learned again.",
        discussion: """
            Only a digest stays, so that the message is never ingested again. With --config it is also removed from \
            the drop folder, its quarantine, and the reports and scores beside the models. Existing models do not \
            change; the next one trained is free of it.

            Example: spreu forget --config /etc/spreu/spreu.yaml --account example.org/anna
            """)

    @Option(help: ArgumentHelp("All messages of an account, as the configuration names it.", valueName: "name"))
    var account: [String] = []

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("All messages whose only sender is this address; may be repeated.", valueName: "address"))
    var senders: [String] = []

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        try selection.requireOne(besides: account + senders)
        for sender in senders {
            guard let at = sender.lastIndex(of: "@"), at > sender.startIndex else {
                throw ValidationError(
                    "--from takes a full address, not '\(sender)': the store has only keyed digests of sender "
                        + "addresses, so it cannot search for a domain; name its addresses one by one"
                )
            }
        }
    }

    func run() throws {
        let location = try options.location()
        let store = try location.open(.writing, who: "forget")
        let key = try location.loadKey()
        let accounts = account.flatMap { Self.names(of: $0) }
        let selections =
            try selection.selections(key) + accounts.map { .account($0) } + senders.map { try Self.sender($0, key) }
        // First: a run that repeats one killed in between finds the same messages again.
        let erased = try location.configuration.map { try Erasure(selections, in: store, of: $0, key: key)() }
        var (messages, sources) = (0, 0)
        for selection in selections {
            let forgotten = try store.forget(selection, now: currentTime)
            messages += forgotten.messages
            sources += forgotten.sources
        }
        // Of an account whose messages are all elsewhere too, only their locations are left to forget.
        guard messages + sources > 0 || erased?.isEmpty == false else { throw nothing }
        // The features, too: whoever asks for this should not wait until a segment is rewritten some day.
        _ = try store.compact(all: true, now: currentTime)
        try Console.write(
            "forgot \(counted(messages, "message"))\n" + (erased?.text ?? Self.storeAlone)
                + Self.whatStays(location.configuration))
    }

    private var nothing: Failure {
        guard let name = account.first else { return SelectionOptions.nothing }
        return Failure(
            .noInput,
            "no account '\(name)' in the store; check the name: 'spreu find' shows the account of a message")
    }

    private static let storeAlone =
        "beside   only the store was changed; --config instead of --store also covers the drop folder, reports and "
        + "scores\n"

    /// What still contains some of it, and until when.
    private static func whatStays(_ site: NightlyConfiguration?) -> String {
        let option = site?.commandOption ?? "--config FILE"
        return """
            models   made before still hold keyed hashes and weights learned from it: the one in service until the \
            next nightly run (or 'spreu train') replaces it, older exports until they are pruned: 'spreu models list \
            \(option)'
            backups  of the store and of the mail still contain it: removing them is up to you

            """
    }

    /// The names that one account may have in a store: by the configuration, and by its address, as mail is handed over.
    private static func names(of account: String) -> [String] {
        [account, AccountAddress(address: account)?.account, AccountAddress(account: account)?.text].compactMap { $0 }
    }

    private static func sender(_ text: String, _ key: SiteKey) throws(Failure) -> MessageSelection {
        let addresses = AddressList(parsing: text).mailboxes
        guard addresses.count == 1, let digest = AddressDigests(key: key).digest(of: addresses[0]) else {
            throw Failure(.usage, "'\(text)' is not an address: give --from name@example.org")
        }
        return .sender(digest)
    }
}

extension Erasure.Report {
    /// What was removed besides the store's own data, a line or two.
    fileprivate var text: String {
        var parts: [String] = []
        if feedback > 0 { parts.append("\(counted(feedback, "message")) in the drop folder") }
        if quarantined > 0 { parts.append("\(counted(quarantined, "file")) in its quarantine") }
        if scores > 0 { parts.append("\(grouped(scores)) lines of scores") }
        if reports > 0 { parts.append("entries in \(grouped(reports)) reports") }
        if digests > 0 { parts.append("until when the account was told of its Junk") }
        var text = "beside   " + (parts.isEmpty ? "the store nothing was found" : parts.joined(separator: ", ")) + "\n"
        if unread > 0 {
            text +=
                "unread   \(grouped(unread)) files in the drop folder cannot be attributed to anyone: they stay for "
                + "now\n"
        }
        return text
    }
}
