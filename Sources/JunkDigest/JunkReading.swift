// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
package import MailArchive
package import MailIngest
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
    /// How many messages and folders are links, lie elsewhere, or belong to another user; they are not opened.
    package private(set) var foreign = 0
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
        var foreign = 0
        var isStopped = false
    }

    /// Looks into an account's Maildir: lists names, and opens what is new in Junk.
    ///
    /// Nothing is opened of an account that wants no digest, nor what lies outside of its Maildir or belongs to another user,
    /// whatever link leads there: its person would be mailed what is in somebody else's mailbox.
    ///
    /// - Parameters:
    ///   - times: when the messages were delivered, in seconds since 1970: after the first, up to the last.
    ///   - trust: where the site begins, to know its filter's fields from forged ones.
    ///   - mark: what the site's own digests carry: they are not told of.
    package init(
        _ mailbox: DigestMailbox, _ times: Range<Int64>, now: Int64, trust: TrustBoundary, mark: DigestMark
    ) {
        var places: [(place: DigestMailbox.Place, bounds: ArchiveBounds)] = []
        for place in mailbox.places {
            if let bounds = ArchiveBounds(place.path, at: place.expected) {
                places.append((place, bounds))
            } else {
                foreign += 1
            }
        }
        let seen = Mutex(Seen())
        for (place, bounds) in places {
            var reader = Self.reader(of: mailbox, place, bounds) { received, isOwn in
                seen.withLock { seen in
                    if received > now + Self.futureSeconds { seen.future += 1 }
                    guard received > times.lowerBound, received <= times.upperBound else { return }
                    if isOwn() { seen.times.append(received) } else { seen.foreign += 1 }
                }
                return false
            } stop: {
                seen.withLock { $0.isStopped = true }
            } foreign: {
                seen.withLock { $0.foreign += 1 }
            }
            while let event = reader.next() { note(event) }
        }
        let found = seen.withLock { $0 }
        (future, isStopped) = (found.future, found.isStopped)
        foreign += found.foreign
        guard !isStopped, !found.times.isEmpty else { return }
        // Of a flood the newest.
        let first = found.times.count > Self.maxRead ? found.times.sorted()[found.times.count - Self.maxRead] : nil
        unread = max(0, found.times.count - Self.maxRead)
        warnings = []
        for (place, bounds) in places {
            var reader = Self.reader(of: mailbox, place, bounds) { received, isOwn in
                received > times.lowerBound && received <= times.upperBound && received >= first ?? .min && isOwn()
            }
            while messages.count < Self.maxRead, let event = reader.next() {
                if case .message(let message) = event {
                    if !mark.isOn(Message(message.bytes)) { take(ListedMessage(message, trust: trust)) }
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
        guard case .warning(let warning) = event else { return }
        if warning.problem == .cannotOpen(code: ELOOP) {
            // Put there between the look at its path and its opening.
            foreign += 1
        } else if !Self.isUsual(warning) {
            warnings.append(warning)
        }
    }

    /// Reads those messages in Junk folders, not marked as deleted, whose times are asked for.
    ///
    /// - Parameters:
    ///   - isMeant: says of a message by its time whether it is read; it may ask whether the file is the account's own.
    ///   - stop: called where a folder says that the account wants no digest.
    ///   - foreign: called where a Junk folder lies elsewhere.
    private static func reader(
        of mailbox: DigestMailbox, _ place: DigestMailbox.Place, _ bounds: ArchiveBounds,
        where isMeant: @escaping @Sendable (_ received: Int64, _ isOwn: () -> Bool) -> Bool,
        stop: @escaping @Sendable () -> Void = {}, foreign: @escaping @Sendable () -> Void = {}
    ) -> ArchiveReader {
        var limits = ArchiveLimits.standard
        limits.maxMessageBytes = maxHeaderBytes
        let (rule, folders) = (place.rule, mailbox.folders)
        let files = OwnFiles(bounds)
        return ArchiveReader(
            [place.path], format: .maildir, limits: limits,
            filter: { file in
                let provenance = file.provenance
                guard rule.use(of: provenance.folder ?? "") == .spam, !provenance.flags.contains(.trashed),
                    let received = provenance.received
                        ?? FileStatus(file.path, followsLinks: false)?.modified.seconds
                else { return .skip }
                return isMeant(received) { files.hold(file.path) } ? .read : .skip
            },
            folders: { name, path in
                guard folders?(name, path) ?? true else { return false }
                if FolderName.stopsDigests(name) { stop() }
                guard bounds.hold(path) ?? true else {
                    if rule.use(of: name) == .spam { foreign() }
                    return false
                }
                return true
            },
            bounds: bounds)
    }

    /// The files of one account, those of one folder after the other.
    private final class OwnFiles: Sendable {
        private let bounds: ArchiveBounds
        /// The folder of the last file, and whether it is the account's.
        private let last = Mutex<(folder: Substring, isOwn: Bool)>(("", false))

        init(_ bounds: ArchiveBounds) { self.bounds = bounds }

        /// Whether a file is no link, its user's, and in a folder of the account.
        ///
        /// To count right: what is opened is decided of the open file. One that is gone may be found under another name.
        func hold(_ path: String) -> Bool {
            guard let status = FileStatus(path, followsLinks: false) else { return true }
            guard status.kind != .link, status.owner == bounds.owner else { return false }
            let folder = path[..<(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)]
            return last.withLock { last in
                if last.folder != folder { last = (folder, bounds.hold(String(folder)) ?? false) }
                return last.isOwn
            }
        }
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
