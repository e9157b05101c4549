// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import Glibc
import MailArchive
import MailFeatures
import MailMessage
import SenderLists
import TextOutput

/// Reads what others say of the site's mail from mailboxes, folders and files, and tells what cannot be read or is not certain.
struct FeedbackInput {
    /// What is the site's own.
    let site: SiteIdentity
    /// By what the site's own servers are known.
    let settings: SiteSettings
    /// What ended before it is left out, in seconds since 1970.
    let since: Int?

    /// Reads all sources, each report once.
    ///
    /// - Throws: ``Failure`` where nothing can be read.
    func summary(of sources: [String], _ warnings: inout Warnings) throws -> ReportSummary {
        var summary = ReportSummary(site: site, since: since, now: Int(time(nil)))
        var reader = FeedbackReader(sources, site: site, authentication: Self.authentication(settings))
        var refusals = Refusals()
        var isAnythingRead = false
        let progress = ProgressBar("reading reports")
        var count = 0
        while let event = reader.next() {
            count += 1
            progress.advance(to: count)
            switch event {
            case .feedback(let feedback, let proof):
                summary.take(feedback, proof)
                isAnythingRead = true
            case .otherMail:
                summary.otherMail += 1
                isAnythingRead = true
            case .refused(let refusal): refusals.take(refusal)
            case .warning(let warning): warnings.tell(warning.description)
            }
        }
        progress.finish()
        if !isAnythingRead {
            throw Failure(
                refusals.first == nil ? .noInput : .badData,
                refusals.first.map { "\($0); nothing else is there" }
                    ?? "no mail and no report in the sources: check the paths")
        }
        summary.refused = refusals.count
        refusals.tell(&warnings)
        tellDoubts(summary, settings, &warnings)
        return summary
    }

    /// What cannot be read, said once for each reason.
    private struct Refusals {
        private(set) var first: RefusedReport?
        private(set) var count = 0
        /// By the kind of reason: the words of a parser differ from file to file.
        private var byReason: [(kind: Substring, example: RefusedReport, count: Int)] = []

        mutating func take(_ refusal: RefusedReport) {
            first = first ?? refusal
            count += 1
            let kind = "\(refusal.reason)".prefix { $0 != "(" }
            if let index = byReason.firstIndex(where: { $0.kind == kind }) {
                byReason[index].count += 1
            } else {
                byReason.append((kind, refusal, 1))
            }
        }

        func tell(_ warnings: inout Warnings) {
            for (_, example, count) in byReason {
                let others = count > 1 ? " (and \(counted(count - 1, "other") ) alike)" : ""
                warnings.tell("not read: \(example)\(others)")
            }
        }
    }

    /// Says once what is not certain, and what to do.
    private func tellDoubts(_ summary: ReportSummary, _ settings: SiteSettings, _ warnings: inout Warnings) {
        if summary.salvaged > 0, let problem = summary.firstProblem {
            warnings.tell(
                "\(counted(summary.salvaged, "report")) \(summary.salvaged == 1 ? "is" : "are") damaged; \(counted(summary.lostRows, "row")) lost, "
                    + "the others count; the first: \(problem)")
        }
        if summary.fromFuture > 0 {
            warnings.tell(
                "\(counted(summary.fromFuture, "report")) about days to come: not counted; is this machine's clock right?"
            )
        }
        let unproven = summary.unproven
        if unproven > 0 {
            warnings.tell(
                "\(counted(unproven, "report")) not proven to be from whom \(unproven == 1 ? "it says" : "they say"), counted apart: our own servers' "
                    + "Authentication-Results do not pass, or name another sender")
        }
    }

    /// What our own servers found of a message's sender.
    private static func authentication(_ settings: SiteSettings) -> (Message) -> FeedbackReader.Authentication {
        let servers = SiteServers(settings)
        return { message in
            let arrival = Arrival(message, envelope: nil, at: servers)
            if arrival.authentication.grounds == .noServerNamed { return .notChecked }
            guard arrival.hasOneAuthor, let domain = arrival.authors.first?.domain else { return .failed }
            return arrival.authentication.vouches(forAuthorOf: domain) ? .passed : .failed
        }
    }
}
