// SPDX-License-Identifier: Apache-2.0

extension Receiver {
    /// Where a sender asks to be let in again: addresses and pages, in the order in which a report's sentence names them.
    ///
    /// Checked on 2026-11-30 against copies of the receivers' own pages; what only others say of them is called so. Receivers
    /// change them without notice: what a reply itself names comes first.
    package var contacts: [String] {
        switch self {
        case .tOnline:
            // postmaster.t-online.de, 4.11: there is no list to ask for; write to the one whom the reply names, who is reached from
            // blocked servers, too. 4.1 is what they ask for. The addresses are from replies that others show: `None/bad
            // reputation (NOWL)`, `A problem occurred (BL)`, `Dialup/transient IP not allowed (DIAL)`.
            ["tobr@rx.t-online.de", "tosa@rx.t-online.de", "toda@rx.t-online.de", "https://postmaster.t-online.de"]
        case .gmx:
            // postmaster.gmx.com/en/error-messages: the last line of a reply has a link to a page about the case, with a way to
            // write to them. The two forms by others: smtp.codes/unitedinternet.
            ["https://postmaster.gmx.net/en/contact", "https://postmaster.web.de/en/contact"]
        case .microsoft:
            // learn.microsoft.com, "Use the delist portal to remove yourself from the blocked senders list": the portal, and the address
            // for 5.7.511. Outlook.com has a form of its own, there support.microsoft.com/supportrequestform with a long number; the
            // short name leads to it by others: Twilio SendGrid's documentation of 2026.
            [
                "https://sender.office.com", "delist@microsoft.com", "https://olcsupport.office.com",
                "https://sendersupport.olc.protection.outlook.com/snds/",
            ]
        case .google:
            // support.google.com/mail/answer/81126: the guidelines, and Postmaster Tools. The form only by others.
            [
                "https://support.google.com/mail/answer/81126", "https://postmaster.google.com",
                "https://support.google.com/mail/contact/gmail_bulk_sender_escalation",
            ]
        case .apple:
            // support.apple.com/en-us/102322, "Postmaster information for iCloud Mail": what the mail has to say; the
            // address by others. Replies `Blocked - see https://ipcheck.proofpoint.com/?ip=...` are of Proofpoint's
            // list, which that page looks up and takes addresses off.
            ["https://support.apple.com/102322", "icloudadmin@apple.com", "https://ipcheck.proofpoint.com"]
        case .yahoo:
            // senders.yahooinc.com: the meaning of codes, and the "Sender Support Request", both by Resend's documentation.
            ["https://senders.yahooinc.com/smtp-error-codes/", "https://senders.yahooinc.com/contact/"]
        }
    }
}
