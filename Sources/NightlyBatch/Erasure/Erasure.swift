// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import LearningDrop
import MailArchive
public import MailFeatures
import MailMessage
import SpamModel
import TextOutput
public import TrainingStore

/// Removes mail that is to be forgotten from everything a site keeps beside its store: feedback that waits or was
/// quarantined, the reports of nights and their scores.
///
/// It is a person's right: neither age nor gate matters. No model changes: it holds weights of keyed hashes, none of
/// which can be attributed to one message. A run that is killed can be repeated, since the store forgets last.
public struct Erasure {
    /// What was removed.
    public struct Report: Sendable, Equatable {
        /// Records of the drop folder.
        public var feedback = 0
        /// Files in its quarantine.
        public var quarantined = 0
        /// Files in it that cannot be attributed to anyone.
        public var unread = 0
        /// Lines of scores.
        public var scores = 0
        /// Reports that named what is forgotten.
        public var reports = 0
        /// Accounts of which it was kept until when they have a digest of their Junk.
        public var digests = 0

        /// Whether there was anything.
        public var isEmpty: Bool { feedback + quarantined + scores + reports + digests == 0 }
    }

    private let selections: [MessageSelection]
    private let site: NightlyConfiguration
    private let key: SiteKey
    /// The canonical digests of the messages in the store.
    let digests: Set<String>
    private let accounts: [String]
    /// What reports call the accounts.
    let names: [String]

    /// Prepares to remove the selected mail, as far as a store knows it.
    public init(
        _ selections: [MessageSelection], in store: TrainingStore, of site: NightlyConfiguration, key: SiteKey
    ) throws(StoreError) {
        self.selections = selections
        self.site = site
        self.key = key
        var digests: Set<String> = []
        for selection in selections { digests.formUnion(try store.digests(selection).map(\.hexadecimal)) }
        self.digests = digests
        let accounts = selections.compactMap { if case .account(let name) = $0 { name } else { nil } }
        let numbers = try AccountNames(store)
        self.accounts = accounts
        names = accounts + accounts.compactMap { numbers.pseudonym(of: $0) }
    }

    /// Removes it.
    ///
    /// - Throws: ``ErasureError``, `DropError`, ``RepositoryError``, `ScoresFileError` where something cannot be read or written:
    ///   what was done by then stays, and it can be done again.
    public func callAsFunction() throws -> Report {
        var report = Report()
        if let drop = site.drop { try erase(drop, &report) }
        try erase(KeptReports(site.repository), &report)
        try eraseDigests(&report)
        return report
    }

    private func eraseDigests(_ report: inout Report) throws {
        guard !accounts.isEmpty, FileStatus(site.digest.folder) != nil else { return }
        let state = try DigestState(folder: site.digest.folder, key: key)
        for account in accounts { report.digests += try state.forget(account) ? 1 : 0 }
    }

    private func erase(_ drop: String, _ report: inout Report) throws {
        var reader: DropReader
        do throws(DropError) {
            reader = try DropReader(drop)
        } catch {
            // There is nothing in a folder that is not there.
            if case .noFolder = error { return }
            throw error
        }
        var feedback: [DropName] = []
        while let event = reader.next() {
            switch event {
            case .record(let received): if covers(received.record) { feedback.append(received.name) }
            case .defect: report.unread += 1
            }
        }
        var aside: [QuarantinedFile] = []
        for file in reader.quarantined {
            guard let record = reader.salvage(file) else {
                report.unread += 1
                continue
            }
            if covers(record) { aside.append(file) }
        }
        if let leftover = (reader.remove(feedback) + reader.remove(aside)).first {
            throw ErasureError(path: leftover.path, reason: String(cString: strerror(leftover.errno)))
        }
        report.feedback = feedback.count
        report.quarantined = aside.count
    }

    /// Whether a feedback record is selected.
    private func covers(_ record: DropRecord) -> Bool {
        if accounts.contains(record.account) { return true }
        let message = Message((try? MessageFile.message(in: record.message)) ?? record.message)
        let digest = SiteMessage(message, trust: site.site.trust).canonicalDigest().hexadecimal
        if digests.contains(digest) { return true }
        return selections.contains { selection in
            switch selection {
            case .account: false
            case .digest(let digits): digest.hasPrefix(digits.lowercased())
            case .messageID(let id): message.messageID.map { key.digest(of: $0.utf8, purpose: .messageID) } == id
            case .sender(let address): AddressDigests(key: key).sender(of: message, from: message.from) == address
            }
        }
    }
}

/// Why something that should be forgotten still exists.
public struct ErasureError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// Why it cannot be changed.
    public var reason: String

    /// What is wrong, where, what to do.
    public var description: String {
        "\(path) cannot be removed or rewritten (\(reason)): make the user that runs this command its owner, and run "
            + "it again; nothing has been forgotten in the store yet"
    }
}
