// SPDX-License-Identifier: Apache-2.0
public import MailArchive
public import MailFeatures
public import MailMessage
import Synchronization
public import TrainingStore

/// A message and where it was found.
public struct FoundFile: Sendable {
    /// The message; its provenance says in which file, and from which byte on.
    public var message: ArchivedMessage
    /// Whether the file is an mbox, which holds others too.
    public var isInMbox: Bool
}

/// Finds the files that contain messages of a store: the ledger keeps only a keyed digest of a file's name.
///
/// The names in a source are listed and compared; only matching files are opened. A message in an mbox has no file of
/// its own: the mbox is read until the message with that canonical digest is found.
public struct MailLocator: Sendable {
    private let key: SiteKey
    private let folders: FolderFilter?
    private let trust: TrustBoundary?

    /// Prepares to look for a site's mail.
    ///
    /// - Parameters:
    ///   - folders: which folders of mailboxes are looked into; nil: all.
    ///   - trust: where the site begins, for the digests of messages in mboxes; nil: no mbox is read.
    public init(key: SiteKey, folders: FolderFilter? = nil, trust: TrustBoundary? = nil) {
        self.key = key
        self.folders = folders
        self.trust = trust
    }

    /// Reads what lies in one source, as the ledger has it, but no mbox within it: that is a source of its own.
    package static func ownFiles(of source: String) -> ArchiveFilter {
        { $0.stage == .mbox && FileStamp.absolute($0.path) != source ? .skip : .read }
    }

    /// Reads the messages at locations in one source, by the locations' names.
    ///
    /// - Parameter source: its path, as the ledger has it; one that is no path (what was handed over) has no files.
    public func files(in source: String, named names: Set<UInt64>) -> [UInt64: FoundFile] {
        guard source.hasPrefix("/"), !names.isEmpty else { return [:] }
        let wanted = Mutex<[String: UInt64]>([:])
        let mboxes = Mutex<Set<String>>([])
        let (key, trust) = (key, trust)
        var reader = ArchiveReader(
            [source],
            filter: { file in
                // An mbox is a source of its own.
                let mayBeMbox = trust != nil && !file.isMaildir && FileStamp.absolute(file.path) == source
                if file.stage == .mbox {
                    if mayBeMbox { mboxes.withLock { _ = $0.insert(file.provenance.path) } }
                    return mayBeMbox ? .read : .skip
                }
                guard let name = Self.names(of: file, key).first(where: names.contains) else {
                    return mayBeMbox ? .read : .skip
                }
                wanted.withLock { $0[file.provenance.path] = name }
                return .read
            }, folders: folders)
        var found: [UInt64: FoundFile] = [:]
        while found.count < names.count, let event = reader.next() {
            guard case .message(let message) = event else { continue }
            let path = message.provenance.path
            if let trust, mboxes.withLock({ $0.contains(path) }) {
                let name = Location.name(ofDigest: SiteMessage(Message(message.bytes), trust: trust).canonicalDigest())
                if names.contains(name), found[name] == nil {
                    found[name] = FoundFile(message: message, isInMbox: true)
                }
                continue
            }
            // One that was renamed while it was read, because somebody opened it, keeps the unique part of its name.
            let unique = key.digest(of: ArchiveFile.uniqueName(ofMaildirPath: path).utf8, purpose: .fileName)
            if let name = wanted.withLock({ $0[path] }) ?? (names.contains(unique) ? unique : nil) {
                found[name] = FoundFile(message: message, isInMbox: false)
            }
        }
        return found
    }

    /// The names that a file's location may have, as ``IngestSession`` gives them.
    private static func names(of file: ArchiveFile, _ key: SiteKey) -> [UInt64] {
        guard file.isMaildir else { return [key.digest(of: FileStamp.absolute(file.path).utf8, purpose: .fileName)] }
        let unique = ArchiveFile.uniqueName(ofMaildirPath: file.path)
        return [unique, "\(unique)/\(file.provenance.folder ?? "")"].map {
            key.digest(of: $0.utf8, purpose: .fileName)
        }
    }
}

/// A message of a store with the files that contain it.
public struct FoundMessage: Sendable {
    /// What the ledger knows.
    public var record: MessageRecord
    /// The files, as far as they were found, with what each holds.
    public var files: [FoundFile]

    /// Looks for the files of messages, each source once.
    ///
    /// - Parameters:
    ///   - folders: which folders of mailboxes are looked into; nil: all.
    ///   - trust: where the site begins; nil: no mbox is read.
    ///   - isOpen: whether a location may be opened.
    public static func find(
        _ records: [MessageRecord], key: SiteKey, folders: FolderFilter? = nil, trust: TrustBoundary? = nil,
        where isOpen: (MessageRecord.Location) -> Bool
    ) -> [FoundMessage] {
        var names: [String: Set<UInt64>] = [:]
        for location in records.lazy.flatMap(\.locations) where !location.isGone && isOpen(location) {
            names[location.source, default: []].insert(location.name)
        }
        let mail = MailLocator(key: key, folders: folders, trust: trust)
        let files = Dictionary(
            uniqueKeysWithValues: names.map { ($0.key, mail.files(in: $0.key, named: $0.value)) })
        return records.map { record in
            FoundMessage(
                record: record,
                files: record.locations.filter { !$0.isGone }.compactMap { files[$0.source]?[$0.name] })
        }
    }
}
