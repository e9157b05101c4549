// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// Opens a source that the caller named: finds its format, or takes the one that was asked for.
struct SourceOpener {
    private let context: ReadContext
    private let format: ArchiveFormat?

    init(_ context: ReadContext, _ format: ArchiveFormat?) {
        self.context = context
        self.format = format
    }

    /// The stream of a source; nil after a warning.
    func open(_ source: String) -> (any MessageStream)? {
        if source == "-" {
            guard let opened = OpenedFile.standardInput(context: context) else { return nil }
            return file(opened, source, BytePath(""))
        }
        let path = BytePath(source)
        if path.status()?.kind == .folder { return folder(source, path) }
        let provenance = Provenance(archive: source, path: source)
        if format != .index, context.decide(ArchiveFile(.found, provenance, path: source)) == .skip { return nil }
        guard let opened = OpenedFile.open(path, name: source, isListed: false, context: context) else { return nil }
        return file(opened, source, path)
    }

    private func folder(_ source: String, _ path: BytePath) -> (any MessageStream)? {
        if format == .index {
            context.warn(source, .wrongKind(expected: .index), "skipped")
            return nil
        }
        return FolderWalk(archive: source, format: format, context: context).stream(FolderPlace(path: path))
    }

    private func file(_ opened: OpenedFile, _ source: String, _ path: BytePath) -> (any MessageStream)? {
        if let format, format.isFolder {
            context.warn(source, .wrongKind(expected: format), "skipped")
            return nil
        }
        let content = opened.content
        if content == .empty {
            context.warn(source, .empty, "skipped")
            return nil
        }
        let provenance = Provenance(archive: source, path: source)
        switch format {
        case .mbox, .mboxo, .mboxrd, .mboxcl, .mboxcl2:
            let dialect = format.flatMap { MboxDialect($0) }
            return MboxStream.open(opened, provenance: provenance, dialect: dialect, context: context)
        case .message: return MessageFileStream(opened, provenance: provenance, context: context)
        case .index: return IndexStream(opened, archive: source, folder: path.directory, context: context)
        case .maildir, .mh, .emlFolder, nil: break
        }
        switch content {
        case .mbox: return MboxStream.open(opened, provenance: provenance, dialect: nil, context: context)
        case .index: return IndexStream(opened, archive: source, folder: path.directory, context: context)
        case .message, .text: return MessageFileStream(opened, provenance: provenance, context: context)
        case .empty, .binary:
            context.warn(source, .notMail, "skipped; name the format to read it all the same")
            return nil
        }
    }
}
