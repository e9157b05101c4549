// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TrainingStore

/// The files of a source in the order of reading, none of them opened.
struct SourceListing {
    private let source: LabelledSource

    /// - Parameter source: one of one path.
    init(_ source: LabelledSource) { self.source = source }

    /// Calls `visit` with each file that the source does not leave out; returns what was wrong with folders.
    ///
    /// One after the other, while this runs: no list of a million names is kept.
    func forEach(_ visit: @escaping @Sendable (ArchiveFile) -> Void) -> [ArchiveWarning] {
        let exclusions = PathExclusions(source)
        var reader = ArchiveReader(
            source.paths, format: source.format,
            filter: { file in
                if !exclusions.contain(file.path) { visit(file) }
                return .skip
            }, folders: source.folders)
        var warnings: [ArchiveWarning] = []
        while let event = reader.next() {
            if case .warning(let warning) = event { warnings.append(warning) }
        }
        return warnings
    }
}

extension ArchiveFile {
    /// Where a Maildir's file lies: the folder from the Maildir on, whether in its `new`, and its name.
    func place(in maildir: String) -> (folder: Substring, isNew: Bool, name: Substring)? {
        guard isMaildir, let slash = path.lastIndex(of: "/") else { return nil }
        let part = path[..<slash]
        let isNew = part.hasSuffix("/new")
        guard isNew || part.hasSuffix("/cur"), part.hasPrefix(maildir) else { return nil }
        let folder = part.dropLast(4).dropFirst(maildir.count).drop { $0 == "/" }
        return (folder, isNew, path[path.index(after: slash)...])
    }

    /// What its digest is of: its path, and where a name does not say all, its stamp.
    var named: (path: Substring, stamp: FileStamp?) {
        (path[...], isMaildir ? nil : FileStamp(path: path) ?? FileStamp(inode: 0, size: -1, modified: 0))
    }
}
