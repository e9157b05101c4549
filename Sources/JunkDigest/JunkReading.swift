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

    /// What names of files and folders say.
    private struct Seen {
        /// When messages that are to be told were delivered.
        var times: [Int64] = []
        var future = 0
        var isStopped = false
    }

    /// Looks into an account's Maildirs: lists names, and opens what is new in Junk.
    ///
    /// Nothing is opened of an account that wants no digest.
    ///
    /// - Parameters:
    ///   - times: when the messages were delivered, in seconds since 1970: after the first, up to the last.
    ///   - trust: where the site begins, to know its filter's fields from forged ones.
    package init(_ mailbox: DigestMailbox, _ times: Range<Int64>, now: Int64, trust: TrustBoundary) {
        let seen = Mutex(Seen())
        for place in mailbox.places {
            var reader = Self.reader(of: mailbox, place) { received in
                seen.withLock { seen in
                    if received > now + Self.futureSeconds { seen.future += 1 }
                    if received > times.lowerBound, received <= times.upperBound { seen.times.append(received) }
                }
                return false
            } stop: {
                seen.withLock { $0.isStopped = true }
            }
            while let event = reader.next() { note(event) }
        }
        let found = seen.withLock { $0 }
        (future, isStopped) = (found.future, found.isStopped)
        guard !isStopped, !found.times.isEmpty else { return }
        // Of a flood the newest.
        let first = found.times.count > Self.maxRead ? found.times.sorted()[found.times.count - Self.maxRead] : nil
        unread = max(0, found.times.count - Self.maxRead)
        warnings = []
        for place in mailbox.places {
            var reader = Self.reader(of: mailbox, place) { received in
                received > times.lowerBound && received <= times.upperBound && received >= first ?? .min
            } stop: {
            }
            while messages.count < Self.maxRead, let event = reader.next() {
                if case .message(let message) = event {
                    take(ListedMessage(message, trust: trust))
                } else {
                    note(event)
                }
            }
        }
        messages.sort { Self.order($0) < Self.order($1) }
    }

    private mutating func take(_ message: ListedMessage) {
        if message.origin == .person { ofPerson += 1 } else { messages.append(message) }
    }

    private mutating func note(_ event: ArchiveEvent) {
        if case .warning(let warning) = event, !Self.isUsual(warning) { warnings.append(warning) }
    }

    /// Reads those messages in Junk folders, not marked as deleted, whose times are asked for.
    ///
    /// - Parameter stop: called where a folder says that the account wants no digest.
    private static func reader(
        of mailbox: DigestMailbox, _ place: (path: String, rule: FolderRule),
        where isMeant: @escaping @Sendable (_ received: Int64) -> Bool, stop: @escaping @Sendable () -> Void
    ) -> ArchiveReader {
        var limits = ArchiveLimits.standard
        limits.maxMessageBytes = maxHeaderBytes
        let (rule, folders) = (place.rule, mailbox.folders)
        return ArchiveReader(
            [place.path], format: .maildir, limits: limits,
            filter: { file in
                let provenance = file.provenance
                guard rule.use(of: provenance.folder ?? "") == .spam, !provenance.flags.contains(.trashed),
                    let received = provenance.received ?? FileStatus(file.path)?.modified.seconds
                else { return .skip }
                return isMeant(received) ? .read : .skip
            },
            folders: { name, path in
                guard folders?(name, path) ?? true else { return false }
                if FolderName.stopsDigests(name) { stop() }
                return true
            })
    }

    /// Long messages are cut on purpose, what is empty or no mail says nothing, others were moved while this looked, and what a link
    /// leads back to was read.
    private static func isUsual(_ warning: ArchiveWarning) -> Bool {
        switch warning.problem {
        case .messageTooLong, .empty, .notMail, .removed, .changedWhileRead, .folderLoop: true
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
