// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import TrainingStore

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
            "Messages whose canonical SHA-256 begins with these eight or more digits; may be repeated.",
            valueName: "hex"))
    var digests: [String] = []

    var isEmpty: Bool { ids.isEmpty && messageIDs.isEmpty && digests.isEmpty }

    func requireOne(besides others: [String]) throws {
        if isEmpty && others.isEmpty {
            throw ValidationError("say which messages: give their Message-IDs or digests")
        }
        if let digest = digests.first(where: { $0.count < 8 || $0.count > 64 || !$0.allSatisfy(\.isHexDigit) }) {
            throw ValidationError("'\(digest)' is not a digest: expected 8 to 64 hexadecimal digits")
        }
    }

    func selections(_ key: SiteKey) -> [MessageSelection] {
        ids.map { Self.selection($0, key) } + messageIDs.map { Self.messageID($0, key) } + digests.map { .digest($0) }
    }

    /// What an id stands for: a digest if it can be one, otherwise a Message-ID.
    static func selection(_ id: String, _ key: SiteKey) -> MessageSelection {
        (8...64).contains(id.utf8.count) && id.allSatisfy(\.isHexDigit) ? .digest(id.lowercased()) : messageID(id, key)
    }

    private static func messageID(_ id: String, _ key: SiteKey) -> MessageSelection {
        // As it stands in the field, or without its brackets.
        let bare = id.hasPrefix("<") && id.hasSuffix(">") ? String(id.dropFirst().dropLast()) : id
        return .messageID(key.digest(of: bare.utf8, purpose: .messageID))
    }

    static var nothing: Failure { Failure(.noInput, "no such message in the store; check the id") }
}
