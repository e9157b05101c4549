// SPDX-License-Identifier: Apache-2.0
package import Announcements
import MailArchive
import MailIngest
package import MailMessage
package import NightlyBatch
package import ReportPages
import TextOutput

/// Tells each account what came into its Junk since it was told last, one after the other.
///
/// A mail is handed in first, and kept then that its account is told: killed in between, a run that is repeated sends that one mail
/// twice, and no other. What could not be sent is told by the next run.
package struct DigestRun {
    /// The latest seconds are left to the next digest: a delivery whose file has its name from the beginning of a slow transfer is not
    /// missed.
    package static let graceSeconds: Int64 = 600
    /// A run may come so much earlier than the time of a whole span: timers are not exact.
    private static let earlySeconds: Int64 = 2 * 3_600
    /// After a longer pause, no more than so many days are told.
    package static let maxDays: Int64 = 31
    /// After so many failures in a row, the others wait.
    private static let maxFailures = 5

    private let settings: DigestSettings
    private let mails: DigestMail.Site
    private let trust: TrustBoundary
    private let language: Language
    private let now: Int64
    /// What reports call an account.
    private let shown: (String) -> String
    private let send: (LocalMail) -> ChildProgram.Outcome

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - language: of accounts whose language the settings do not say.
    ///   - now: seconds since 1970.
    ///   - shown: what reports call an account.
    ///   - send: hands a mail in.
    package init(
        _ settings: DigestSettings, _ mails: DigestMail.Site, trust: TrustBoundary, language: Language, now: Int64,
        shown: @escaping (String) -> String, send: @escaping (LocalMail) -> ChildProgram.Outcome
    ) {
        (self.settings, self.mails, self.trust, self.language) = (settings, mails, trust, language)
        (self.now, self.shown, self.send) = (now, shown, send)
    }

    /// Tells accounts, and keeps that they are told.
    ///
    /// - Parameter isWhole: whether these are all accounts that get one, so that what is known of others is of no use any more.
    /// - Throws: ``DigestStateError``: those that were told stay told.
    package func tell(_ mailboxes: [DigestMailbox], _ state: DigestState, isWhole: Bool = true) throws(DigestStateError)
        -> DigestReport
    {
        var report = DigestReport()
        var failures = 0
        for mailbox in mailboxes {
            guard let times = times(mailbox, state.told(mailbox.account), &report) else { continue }
            guard failures < Self.maxFailures else {
                report.note(.waiting, of: shown(mailbox.account))
                continue
            }
            switch look(mailbox, times, &report) {
            case .unknown: continue
            case .nothing: try state.note(mailbox.account, until: times.upperBound, isDurable: false)
            case .mail(let mail, let account):
                if case .failed(let reason) = send(mail) {
                    failures += 1
                    report.note(.notSent, of: account.name, "\(settings.sendmail): \(reason)")
                    continue
                }
                failures = 0
                report.told.append(account)
                try state.note(mailbox.account, until: times.upperBound, isDurable: true)
            }
        }
        // Not of an account that could not be told for so long: its next digest goes back as far as digests do.
        if isWhole { state.removeAll(before: now - Self.maxDays * 86_400, except: mailboxes.lazy.map(\.account)) }
        try state.save()
        return report
    }

    /// Looks at what accounts would be told.
    ///
    /// - Parameter told: until when an account was told; nil: it never was.
    package func rehearse(_ mailboxes: [DigestMailbox], told: (String) -> Int64?) -> DigestReport {
        var report = DigestReport()
        report.isDry = true
        for mailbox in mailboxes {
            guard let times = times(mailbox, told(mailbox.account), &report),
                case .mail(_, let account) = look(mailbox, times, &report)
            else { continue }
            report.told.append(account)
        }
        return report
    }

    /// What is told now; nil: nothing.
    private func times(_ mailbox: DigestMailbox, _ told: Int64?, _ report: inout DigestReport) -> Range<Int64>? {
        let until = now - Self.graceSeconds
        let span = settings.every.span.seconds
        guard let told else { return until - span..<until }
        if told > now {
            report.note(.futureState, of: shown(mailbox.account))
            return nil
        }
        guard until - told >= span - Self.earlySeconds else {
            report.early += 1
            return nil
        }
        return max(told, until - Self.maxDays * 86_400)..<until
    }

    /// What an account is to be told.
    private enum Finding {
        /// A mail.
        case mail(LocalMail, DigestReport.Account)
        /// Nothing: nothing is new, or it wants no digest.
        case nothing
        /// It cannot be told: what is new now is for a later run.
        case unknown
    }

    private func look(_ mailbox: DigestMailbox, _ times: Range<Int64>, _ report: inout DigestReport) -> Finding {
        let name = shown(mailbox.account)
        guard let recipient = mailbox.recipient else {
            report.note(.noAddress, of: name)
            return .unknown
        }
        guard mailbox.places.count == 1 else {
            report.note(.ambiguous, of: name)
            return .unknown
        }
        let reading = JunkReading(mailbox, times, now: now, trust: trust, mark: mails.mark)
        if reading.isStopped {
            report.stopped += 1
            return .nothing
        }
        if let warning = reading.warnings.first { report.note(.unreadable, of: name, warning.problem.reason) }
        if reading.future > 0 { report.note(.futureMail, of: name, counted(reading.future, "message")) }
        if reading.foreign > 0 {
            report.note(.foreignMail, of: name, counted(reading.foreign, "message or folder", "messages or folders"))
        }
        let language = mailbox.language ?? language
        guard let mail = DigestMail(mails, language).mail(about: reading, to: recipient, times, now: now) else {
            guard reading.warnings.isEmpty, reading.foreign == 0 else { return .unknown }
            report.quiet += 1
            return .nothing
        }
        let messages = reading.messages.count + reading.unread
        return .mail(mail, DigestReport.Account(name: name, messages: messages, language: language.rawValue))
    }
}
