// SPDX-License-Identifier: Apache-2.0
import DurableFiles
package import MailArchive
package import MailMessage

/// Reads reports from archives of mail, folders and files, one after the other.
///
/// What an archive reader takes for no mail is looked at as a report that somebody saved: XML, JSON, gzip or zip.
package struct FeedbackReader {
    /// What is found, in the sources' order.
    package enum Event: Sendable {
        /// What a message or file says, and whether it comes from whom it says.
        case feedback([Feedback], ReportProof)
        /// A message that is no report.
        case otherMail
        /// What was to be a report and could not be read.
        case refused(RefusedReport)
        /// What was wrong with an archive.
        case warning(ArchiveWarning)
    }

    /// What the site's own servers found of a message's sender.
    package enum Authentication: Sendable {
        /// No server is named whose results count.
        case notChecked
        /// It is not from the domain of its author, or nothing says so.
        case failed
        /// It is from that domain.
        case passed
    }

    private var archive: ArchiveReader
    private let message: FeedbackMessage
    private let limits: FeedbackLimits
    private let authentication: (Message) -> Authentication

    /// Reads the sources in their order.
    ///
    /// - Parameters:
    ///   - sources: paths of files and folders; `-` is mail on standard input.
    ///   - authentication: what is known of a message's sender.
    package init(
        _ sources: [String], site: SiteIdentity, limits: FeedbackLimits = .standard,
        authentication: @escaping (Message) -> Authentication
    ) {
        archive = ArchiveReader(sources)
        message = FeedbackMessage(site: site, limits: limits)
        self.limits = limits
        self.authentication = authentication
    }

    /// The next thing that is found; nil at the end.
    package mutating func next() -> Event? {
        switch archive.next() {
        case nil: return nil
        case .message(let archived)?: return event(of: archived)
        case .warning(let warning)?:
            switch warning.problem {
            case .notMail, .unsupported: return event(ofFile: warning.path)
            case .empty where FileStatus(warning.path)?.kind == .file:
                return .refused(RefusedReport(place: warning.path, reason: .empty))
            default: return .warning(warning)
            }
        }
    }

    private func event(of archived: ArchivedMessage) -> Event {
        do throws(RefusedReport) {
            // A report that lies among mail as a file of its own.
            var document = FeedbackDocument(limits: limits)
            if DocumentKind(archived.bytes) != .other,
                let reports = try document.reports(in: archived.bytes, isExpanded: isExpanded(archived))
            {
                return .feedback(reports, .notChecked)
            }
            let message = Message(archived.bytes)
            guard let feedback = try self.message.feedback(in: message) else { return .otherMail }
            return .feedback(feedback, proof(of: feedback, in: message))
        } catch {
            let place =
                archived.provenance.offset > 0
                ? "\(archived.provenance.path) at byte \(archived.provenance.offset)" : archived.provenance.path
            return .refused(RefusedReport(place: place, reason: error.reason))
        }
    }

    /// Whether the file is smaller than what the archive reader made of it: then it was compressed.
    private func isExpanded(_ archived: ArchivedMessage) -> Bool {
        let size = FileStatus(archived.provenance.path)?.size ?? .max
        return size < archived.bytes.count && size <= limits.packedBytes
    }

    private func event(ofFile path: String) -> Event {
        do throws(RefusedReport) {
            let bytes = try Self.bytes(of: path, limit: limits.packedBytes)
            var document = FeedbackDocument(limits: limits)
            guard let reports = try document.reports(in: bytes) else {
                throw RefusedReport(reason: .noReport)
            }
            return .feedback(reports, .notChecked)
        } catch {
            return .refused(RefusedReport(place: path, reason: error.reason))
        }
    }

    private static func bytes(of path: String, limit: Int) throws(RefusedReport) -> [UInt8] {
        do throws(DurableFileError) {
            return try ReadableFile.contents(of: path, limit: limit)
        } catch {
            if let size = FileStatus(path)?.size, size > limit { throw RefusedReport(reason: .tooLarge(bytes: size)) }
            throw RefusedReport(reason: .unreadable(error.description))
        }
    }

    // MARK: Proof

    private func proof(of feedback: [Feedback], in message: Message) -> ReportProof {
        switch authentication(message) {
        case .notChecked: return .notChecked
        case .failed: return .failed
        case .passed:
            let sender = message.from.first.map { String($0.domain) } ?? ""
            return feedback.allSatisfy { Self.names(sender, $0) } ? .passed : .otherSender
        }
    }

    /// Whether a report is the sender's own by what it says: by its contact's domain, or its organisation's.
    private static func names(_ sender: String, _ feedback: Feedback) -> Bool {
        let (contact, organisation): (String?, String)
        switch feedback {
        case .aggregate(let report): (contact, organisation) = (report.contact, report.organisation)
        case .tls(let report): (contact, organisation) = (report.contact, report.organisation)
        case .complaint, .failure, .bounce: return true
        }
        let own = HostName(sender).domain
        let contactDomain = contact.flatMap { AddressList(parsing: $0).mailboxes.first.map { String($0.domain) } } ?? ""
        let isOwn = HostName(organisation).domain == own
        // Whoever calls himself by a domain is known by it.
        if organisation.contains("."), !organisation.contains(" ") { return isOwn }
        return isOwn || HostName(contactDomain).domain == own
    }
}
