// SPDX-License-Identifier: Apache-2.0
import GRDB
import Glibc
import MailFeatures

/// A site's labelled mail as features: immutable segments, and a ledger that says what each message is.
///
///     store/
///       ledger.sqlite       messages, labels, sources, places
///       segments/17.segment features, written once
///       lock                who is using it
///
/// Everything is its owner's alone, and holds no text. A segment is on disk before the ledger names it, and the ledger
/// changes in transactions: killed at any instant, the store is as before or after one commit. A segment left by a
/// crash is removed when the store is next opened for writing.
///
/// Calls from several threads take turns; the result of ``labelled()`` can be read by any number at once.
public final class TrainingStore: Sendable {
    /// The folder.
    public let path: String
    /// What messages are extracted with now.
    public let extraction: Extraction
    let ledger: Ledger
    private let lock: StoreLock?

    /// How a store is opened.
    public enum Access: Sendable {
        /// Together with other readers; nothing is changed.
        case reading
        /// Alone.
        case writing
        /// Together with anybody, even a writer: for the ledger alone, since segments may be removed meanwhile.
        case watching
    }

    /// Opens a store; for writing, creates it if there is none.
    ///
    /// - Parameters:
    ///   - who: the name shown to others that find it locked, such as `spreu ingest`.
    ///   - extraction: what messages are extracted with now; its key must be the store's.
    ///   - adoptsSettings: whether the settings of the last ingest hold instead of those of `extraction`, for what reads
    ///     no mail.
    /// - Throws: ``StoreError``, as all methods.
    public init(_ path: String, _ access: Access, extraction: Extraction, adoptsSettings: Bool = false, who: String)
        throws(StoreError)
    {
        self.path = path
        let isWriting = access == .writing
        if isWriting {
            try Self.makeFolder(path)
            try Self.makeFolder(path + "/segments")
        }
        let ledgerPath = path + "/ledger.sqlite"
        if !isWriting { try Self.requireStore(path) }
        try Self.requireOwnerOnly(path)
        lock = access == .watching ? nil : try StoreLock(path, exclusively: isWriting, who: who)
        if isWriting { try Self.requireLedger(path) }
        ledger = try Ledger(path: ledgerPath, isWritable: isWriting)
        let keys = try ledger.read { try Int64.fetchAll($0, sql: "SELECT DISTINCT key_id FROM extractions") }
        if let other = keys.first(where: { $0 != Int64(bits: extraction.keyID) }) {
            throw .wrongKey(path: path, found: UInt64(bitPattern: other), expected: extraction.keyID)
        }
        self.extraction = adoptsSettings ? try Self.latest(like: extraction, ledger) : extraction
        if isWriting { try removeLeftovers() }
    }

    /// The extraction of the last segment with the same version and views.
    private static func latest(like extraction: Extraction, _ ledger: Ledger) throws(StoreError) -> Extraction {
        let settings = try ledger.read { database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT settings FROM extractions JOIN segments ON segments.extraction = extractions.id
                    WHERE version = ? AND views = ? ORDER BY segments.id DESC LIMIT 1
                    """, arguments: [Int64(extraction.version), Int64(extraction.views.rawValue)])
        }
        var latest = extraction
        if let settings { latest.settings = UInt64(bitPattern: settings) }
        return latest
    }

    /// The file of a segment.
    func segmentPath(_ id: Int64) -> String { "\(path)/segments/\(id).segment" }

    /// The files in the folder of segments.
    func segmentFiles() throws(StoreError) -> [String] { try Self.segmentFiles(of: path) }

    private static func segmentFiles(of path: String) throws(StoreError) -> [String] {
        guard let folder = opendir(path + "/segments") else { throw .failed(path + "/segments", "open") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes sure that there is a store, for commands that create none.
    public static func requireStore(_ path: String) throws(StoreError) {
        if Glibc.access(path + "/ledger.sqlite", F_OK) == 0 { return }
        // Not being allowed to see it differs from not existing.
        guard errno == ENOENT || errno == ENOTDIR else { throw .failed(path, "open") }
        // If there is no folder of segments either, nothing was lost.
        if Glibc.access(path + "/segments", F_OK) == 0 { try requireLedger(path) }
        throw .missing(path: path)
    }

    /// Refuses to create a ledger where there are segments: theirs is lost, and a new one would not know them.
    private static func requireLedger(_ path: String) throws(StoreError) {
        var status = stat()
        if stat(path + "/ledger.sqlite", &status) == 0, status.st_size > 0 { return }
        if let segment = try segmentFiles(of: path).first(where: { number(ofSegment: $0) != nil }) {
            throw .ledgerLost(path: path, segment: segment)
        }
    }

    /// Removes what a crash left: unfinished files, a segment written before its commit, and those not yet removed.
    ///
    /// A crash leaves at most the next segment. If there are later ones, the ledger is older than they are, and nothing
    /// is removed.
    private func removeLeftovers() throws(StoreError) {
        let known = Set(try ledger.read { try Int64.fetchAll($0, sql: "SELECT id FROM segments") })
        let next = try nextSegmentID()
        let files = try segmentFiles().map { (name: $0, number: Self.number(ofSegment: $0)) }
        if let later = files.first(where: { $0.number ?? 0 > next }) {
            throw .ledgerLost(path: path, segment: later.name)
        }
        for file in files where !known.contains(file.number ?? -1) && Self.isLeftover(file.name, next: next) {
            unlink("\(path)/segments/\(file.name)")
        }
    }

    /// Whether a file unknown to the ledger was left by a crash; `next`: the number of the next segment.
    static func isLeftover(_ name: String, next: Int64) -> Bool {
        number(ofSegment: name).map { $0 <= next } ?? name.contains(".segment.new-")
    }

    /// The number of a segment by its file's name; nil if that is another file.
    private static func number(ofSegment name: String) -> Int64? {
        guard name.hasSuffix(".segment") else { return nil }
        return Int64(name.dropLast(".segment".count))
    }

    private static func makeFolder(_ path: String) throws(StoreError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .failed(path, "mkdir") }
    }

    private static func requireOwnerOnly(_ path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .failed(path, "stat") }
        let mode = UInt32(status.st_mode & 0o7777)
        guard mode & 0o077 == 0 else { throw .exposed(path: path, mode: mode) }
    }
}
