// SPDX-License-Identifier: Apache-2.0
package import MailServerLogs
package import OutgoingBrake

/// What a rule counted.
///
/// ``AlarmTexts`` has the words, as a sentence goes on behind the count.
package enum CountedThing: Sendable, Hashable {
    /// External recipients of a source.
    case recipients(BrakeWindow)
    /// People an account had not written to for weeks.
    case newRecipients
    /// People it had not written to, in mail from a network that is new to it.
    case foreignRecipients
    /// A redirect to an address outside, after a login from a network that is new to the account.
    case redirect
    /// Failed logins of a client before one that succeeded.
    case guesses
    /// Messages that wait.
    case waiting
    /// Messages from outside.
    case received
    /// External recipients of all without ceilings of their own.
    case ordinary
    /// Copies that went back, and of how many where they are a share.
    case bounced(of: Int?)
    /// Copies that were put off, of how many.
    case deferred(of: Int)
    /// Copies refused because a block list names the server.
    case blockListed
    /// Copies refused by a large receiver, which took so many.
    case refused(Receiver, taken: Int)
    /// Messages from outside that did not come.
    case silence
    /// Working days without a message of a source.
    case silentDays
    /// What an earlier version of Spreu wrote down: words alone.
    case words(String)

    /// The name of its kind, for tables of texts.
    package var kind: String {
        switch self {
        case .recipients: "recipients"
        case .newRecipients: "new-recipients"
        case .foreignRecipients: "foreign-recipients"
        case .redirect: "redirect"
        case .guesses: "guesses"
        case .waiting: "waiting"
        case .received: "received"
        case .ordinary: "ordinary"
        case .bounced(of: nil): "bounced"
        case .bounced: "bounced-of"
        case .deferred: "deferred-of"
        case .blockListed: "block-listed"
        case .refused: "refused"
        case .silence: "silence"
        case .silentDays: "silent-days"
        case .words: "words"
        }
    }

    /// Kinds of which there is only one thing.
    private static let plain: [CountedThing] = [
        .newRecipients, .foreignRecipients, .redirect, .guesses, .waiting, .received, .ordinary, .bounced(of: nil),
        .blockListed, .silence, .silentDays,
    ]

    /// How files have it: the kind, and what belongs to it, with blanks between them; nil: words alone.
    package var code: String? {
        switch self {
        case .recipients(let window): "\(kind) \(window.rawValue)"
        case .bounced(of: let all?), .deferred(of: let all): "\(kind) \(all)"
        case .refused(let receiver, let taken): "\(kind) \(receiver) \(taken)"
        case .words: nil
        default: kind
        }
    }

    /// Takes what ``code`` made; nil for anything else.
    init?(code: String) {
        let parts = code.split(separator: " ").map(String.init)
        let number = parts.last.flatMap { Int($0) }
        switch (parts.first, parts.count, number) {
        case ("recipients", 2, _):
            guard let window = BrakeWindow(rawValue: parts[1]) else { return nil }
            self = .recipients(window)
        case ("bounced-of", 2, let all?): self = .bounced(of: all)
        case ("deferred-of", 2, let all?): self = .deferred(of: all)
        case ("refused", 3, let taken?):
            guard let receiver = Receiver.allCases.first(where: { "\($0)" == parts[1] }) else { return nil }
            self = .refused(receiver, taken: taken)
        default:
            guard let thing = Self.plain.first(where: { $0.kind == code }) else { return nil }
            self = thing
        }
    }
}
