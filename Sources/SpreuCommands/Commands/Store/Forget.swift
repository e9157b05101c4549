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
            Only a digest stays, by which the message is not taken in again. With --config it is also taken out of the \
            drop folder, its quarantine, and the reports and scores beside the models. No model is changed: they forget it \
            when they are next trained.

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
        let key = try location.loadKey()
        let accounts = account.flatMap { Self.names(of: $0) }
        let selections =
            try selection.selections(key) + accounts.map { .account($0) } + senders.map { try Self.sender($0, key) }
        // First: what was killed in between finds the same messages again.
        let erased = try location.configuration.map { try Erasure(selections, in: store, of: $0, key: key)() }
        var (messages, sources) = (0, 0)
        for selection in selections {
            let forgotten = try store.forget(selection, now: currentTime)
            messages += forgotten.messages
            sources += forgotten.sources
        }
        // Of an account whose messages all lie elsewhere too, what is left to forget is where they lay.
        guard messages + sources > 0 || erased?.isEmpty == false else { throw nothing }
        // The features, too: nobody who asks for this waits for a segment to be rewritten some day.
        _ = try store.compact(all: true, now: currentTime)
        try Console.write(
            "forgot \(counted(messages, "message"))\n" + (erased?.text ?? Self.storeAlone)
                + Self.whatStays(location.configuration))
    }

    private var nothing: Failure {
        guard let name = account.first else { return SelectionOptions.nothing }
        return Failure(
            .noInput,
            "there is no account '\(name)' in the store, check its name: 'spreu find' tells that of a message")
    }

    private static let storeAlone =
        "beside   the store nothing was looked at: with --config instead of --store the drop folder, reports and scores are, too\n"

    /// What still holds something of it, and until when.
    private static func whatStays(_ site: NightlyConfiguration?) -> String {
        let option = site?.commandOption ?? "--config FILE"
        return """
            models   made before hold keyed hashes and weights learned from it until the next night serves its own (or 'spreu train'), \
            and older exports until they are pruned: 'spreu models list \(option)'
            backups  of the store and of the mail hold what they held: they are yours to remove

            """
    }

    /// The names that one account may have in a store: by the configuration, and by its address, as mail is handed over.
    private static func names(of account: String) -> [String] {
        [account, AccountAddress(address: account)?.account, AccountAddress(account: account)?.text].compactMap { $0 }
    }

    private static func sender(_ text: String, _ key: SiteKey) throws(Failure) -> MessageSelection {
        let addresses = AddressList(parsing: text).mailboxes
        guard addresses.count == 1, let digest = AddressDigests(key: key).digest(of: addresses[0]) else {
            throw Failure(.usage, "'\(text)' is no address: give --from name@example.org")
        }
        return .sender(digest)
    }
}

extension Erasure.Report {
    /// What was taken out beside the store, a line or two.
    fileprivate var text: String {
        var parts: [String] = []
        if feedback > 0 { parts.append("\(counted(feedback, "message")) of the drop folder") }
        if quarantined > 0 { parts.append("\(counted(quarantined, "file")) of its quarantine") }
        if scores > 0 { parts.append("\(grouped(scores)) lines of scores") }
        if reports > 0 { parts.append("what \(grouped(reports)) reports named") }
        var text = "beside   " + (parts.isEmpty ? "the store there was nothing" : parts.joined(separator: ", ")) + "\n"
        if unread > 0 {
            text +=
                "unread   \(grouped(unread)) files of the drop folder cannot be told to be anybody's: they stay for now\n"
        }
        return text
    }
}
