// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// By what a notification of failed delivery is known that is none by RFC 3464.
enum BounceSigns {
    /// Whether a message is a notification: Exim's field says so, or a mail system wrote it and its words are those of failed delivery.
    static func isNotification(_ message: Message, _ notice: NoticeText) -> Bool {
        let header = message.header
        if header.first("x-failed-recipients") != nil { return true }
        let subject = NoticeText.plain(message.subject ?? "")
        let opening = notice.words.prefix(600)
        let hasWords = texts.contains { opening.contains($0) }
        let hasSubject = subjects.contains { subject.contains($0) }
        if !isFromSystem(message) { return hasWords && hasSubject && !isReply(header) }
        // A system's other mail (vacation, welcome, reports) has no words of failure.
        return hasWords || hasSubject || subject.contains("failure")
    }

    /// Whether it says that the server goes on trying.
    static func isDelay(_ message: Message, _ notice: NoticeText) -> Bool {
        let subject = NoticeText.plain(message.subject ?? "")
        return [" delayed", "warning: could not send", "verzögert", "delivery status notification (delay)"].contains {
            subject.contains($0)
        } || notice.words.contains("you do not need to resend")
            || notice.words.contains("no action is required on your part")
    }

    private static func isFromSystem(_ message: Message) -> Bool {
        if let path = message.header.first("return-path")?.unfolded, path.filter({ $0 != " " }) == "<>" { return true }
        if message.header.first("x-mailer")?.unfolded.contains("MDaemon") == true { return true }
        return message.from.contains { sender in
            let name = (sender.localPart + " " + (sender.displayName ?? "")).lowercased()
            return systems.contains { name.contains($0) }
        }
    }

    private static func isReply(_ header: Header) -> Bool {
        header.first("auto-submitted")?.unfolded.lowercased().hasPrefix("auto-replied") ?? false
    }

    private static let systems = [
        "mailer-daemon", "post_master", "mailerdaemon", "postmaster", "mail delivery", "mail-daemon",
        "mail administrator",
        "postoffice",
        "mail system", "mdaemon", "maildelivery", "mailmaster", "mail deliver", "bounce", "administrator",
        "delivery subsystem",
    ]

    private static let subjects = [
        "undeliver", "delayed", "mail failed", "returning to sender", "delivery failure", "delivery failed",
        "failure notice", "returned mail", "delivery status",
        "mail delivery",
        "returned to sender", "delivery error", "non remis", "unzustellbar", "nicht zustellbar", "zustellung",
        "fehlgeschlagen",
        "could not be delivered", "delivery problem", "delivery notification", "warning: could not send",
        "mail could not",
        "unable to deliver", "delivery delayed", "mail system error", "undelivered", "message status", "nondeliverable",
        "non-deliverable", "delivery report", "failed mail", "mail failure", "returned message", "user unknown",
        "mail error",
        "nachricht konnte nicht", "delivery unsuccessful", "message not delivered", "not delivered",
        "mail not delivered",
        "échec", "配信", "error sending", "undeliv", "fallita", "não entregue", "no entregado",
    ]

    private static let texts = [
        "could not be delivered", "not yet been delivered", "invalid user address", "undeliverable",
        "unable to deliver", "was not delivered", "wasn't able to deliver",
        "this is a permanent error", "delivery failed", "delivery to the following", "your message wasn't delivered",
        "did not reach", "could not deliver", "cannot be delivered", "not be delivered", "was undeliverable",
        "failed permanently", "returned message", "delivery has failed", "qmail-send", "non-delivery",
        "failed to deliver",
        "konnte nicht zugestellt", "konnte nicht an", "nicht ausgeliefert", "nicht zustellbar", "nicht erreicht",
        "unzustellbar",
        "n'a pas pu être remis", "no se ha podido entregar", "user unknown", "returned to you", "transcript of session",
        "message was returned", "sorry to have to inform you", "had permanent fatal errors", "has been delayed",
        "being returned",
        "unable to send", "delivery error", "non è stato", "could not send", "couldn't be delivered",
        "have not been delivered",
        "not delivered to", "message bounced", "no such user", "reason for failure", "failed to send",
        "your message to",
        "cannot deliver", "unknown user", "has not been delivered", "rejected by", "delivery attempt",
        "following recipient",
        "was not sent", "delivery report", "following address", "配信できません", "undelivered", "does not exist",
    ]
}
