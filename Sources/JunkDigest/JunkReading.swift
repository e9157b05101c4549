// SPDX-License-Identifier: Apache-2.0
import DurableFiles
package import MailArchive
import MailIngest
package import MailMessage
package import NightlyBatch
import Synchronization

/// What lies new in the Junk of an account.
package struct JunkReading: Sendable {
    /// The messages, those first that are most probably wanted.
    package private(set) var messages: [ListedMessage] = []
    /// How many more there are than were looked at.
    package private(set) var unread = 0
    /// How many its person, or a rule of theirs, put there.
    package private(set) var ofPerson = 0
    /// How many are dated in the future, by a clock that was wrong.
    package private(set) var future = 0
    /// Whether a folder of the account says that it wants no digest.
    package private(set) var isStopped = false
    /// What could not be read.
    package private(set) var warnings: [ArchiveWarning] = []

    /// No more messages of an account are opened.
    package static let maxRead = 5_000
    /// The header is within so many bytes of each, or what is beyond is not looked at.
    private static let maxHeaderBytes = 64 << 10
    /// What a clock may be ahead.
    private static let futureSeconds: Int64 = 86_400

    private struct Seen {
        var found = 0
        var future = 0
        var isStopped = false
    }

    /// Looks into an account's Maildirs: lists names, and opens what is new in Junk.
    ///
    /// - Parameters:
    ///   - times: when the messages were delivered, in seconds since 1970: after the first, up to the last.
    ///   - trust: where the site begins, to know its filter's fields from forged ones.
    package init(_ mailbox: DigestMailbox, _ times: Range<Int64>, now: Int64, trust: TrustBoundary) {
        var limits = ArchiveLimits.standard
        limits.maxMessageBytes = Self.maxHeaderBytes
        let seen = Mutex(Seen())
        for (path, rule) in mailbox.places {
            var reader = ArchiveReader(
                [path], format: .maildir, limits: limits,
                filter: { file in
                    let provenance = file.provenance
                    guard rule.use(of: provenance.folder ?? "") == .spam, !provenance.flags.contains(.trashed) else {
                        return .skip
                    }
                    guard let received = provenance.received ?? FileStatus(file.path)?.modified.seconds else {
                        return .skip
                    }
                    return seen.withLock { seen in
                        if received > now + Self.futureSeconds { seen.future += 1 }
                        guard Self.isWithin(received, times) else { return .skip }
                        seen.found += 1
                        return seen.found <= Self.maxRead ? .read : .skip
                    }
                },
                folders: { name, path in
                    guard mailbox.folders?(name, path) ?? true else { return false }
                    if FolderName.stopsDigests(name) { seen.withLock { $0.isStopped = true } }
                    return true
                })
            while let event = reader.next() {
                switch event {
                case .message(let message):
                    guard messages.count < Self.maxRead, let received = message.provenance.received,
                        Self.isWithin(received, times)
                    else { continue }
                    let listed = ListedMessage(message, trust: trust)
                    if listed.origin == .person { ofPerson += 1 } else { messages.append(listed) }
                case .warning(let warning):
                    if !Self.isUsual(warning) { warnings.append(warning) }
                }
            }
        }
        let counts = seen.withLock { $0 }
        (unread, future, isStopped) = (max(0, counts.found - Self.maxRead), counts.future, counts.isStopped)
        messages.sort { Self.order($0) < Self.order($1) }
    }

    private static func isWithin(_ time: Int64, _ times: Range<Int64>) -> Bool {
        time > times.lowerBound && time <= times.upperBound
    }

    /// Long messages are cut on purpose, empty ones say nothing, and others were moved while this looked.
    private static func isUsual(_ warning: ArchiveWarning) -> Bool {
        switch warning.problem {
        case .messageTooLong, .empty, .removed, .changedWhileRead: true
        default: false
        }
    }

    /// What the filter was least sure of comes first, then what it says nothing of; of several the newest.
    private static func order(_ message: ListedMessage) -> (Double, Int64) {
        switch message.origin {
        case .filter(let logOdds?), .unknown(let logOdds?): (logOdds, -message.received)
        default: (.infinity, -message.received)
        }
    }
}
