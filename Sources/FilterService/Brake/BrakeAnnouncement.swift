// SPDX-License-Identifier: Apache-2.0
import Announcements
import OutgoingBrake
import TextOutput

/// That a sender's outgoing mail is put on hold, as the administrator is told.
///
/// It names the sender, whose account has to be looked at: no message, and no recipient.
struct BrakeAnnouncement: Sendable {
    let sender: OutgoingSender
    let excess: SenderCounts.Excess
    /// Whether the mail server can put mail on hold; otherwise it goes out.
    let isOnHold: Bool
    /// The mail server's name for the message with which it began.
    let queueID: String?

    /// The facts for a program, each under its own name.
    var environment: [(name: String, value: String)] {
        [
            ("SPREU_BRAKE_SENDER", sender.name), ("SPREU_BRAKE_KIND", sender.kind.rawValue),
            ("SPREU_BRAKE_WINDOW", excess.window.rawValue), ("SPREU_BRAKE_RECIPIENTS", "\(excess.count)"),
            ("SPREU_BRAKE_CEILING", "\(excess.ceiling)"), ("SPREU_BRAKE_ON_HOLD", isOnHold ? "yes" : "no"),
            ("SPREU_BRAKE_QUEUE_ID", plainQueueID),
        ]
    }

    /// A mail that says it.
    ///
    /// - Parameter host: the mail server's name.
    func mail(to recipients: [String], host: String) -> LocalMail {
        let subject = "Spreu: outgoing mail \(isOnHold ? "is on hold" : "is above the ceiling") on \(host)"
        return LocalMail(to: recipients, subject: subject, body: body)
    }

    private var body: String {
        """
        The \(sender.kind.rawValue) \(sender.name) has sent to \(excess.description).
        \(consequence)

        First message: \(plainQueueID.isEmpty ? "unknown" : plainQueueID)

        If a password was stolen: change it, end the account's sessions, and delete what
        is on hold (postsuper -d QUEUE-ID).
        If the mail was meant to be sent: let it go (postsuper -r QUEUE-ID), and let the
        sender begin anew:

            sudo -u spreu spreu brake release \(sender.name.forShell)

        Who is on hold, and how much each sender has sent: sudo -u spreu spreu brake
        The messages: /usr/share/doc/spreu/brake.md

        """
    }

    private var consequence: String {
        isOnHold
            ? "Its further mail to others than your own domains is put on hold. Nothing is refused or deleted."
            : "The mail server does not let the filter put mail on hold: it goes out."
    }

    /// Queue ids are letters and digits; whatever else a client of the milter says is left out.
    private var plainQueueID: String {
        let bytes = (queueID ?? "").utf8.prefix(64)
        let isPlain = bytes.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "-") }
        return isPlain ? String(decoding: bytes, as: UTF8.self) : ""
    }
}
