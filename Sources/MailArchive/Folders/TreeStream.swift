// SPDX-License-Identifier: Apache-2.0

/// The messages in the files of a folder and of the folders in it, in byte order of the names.
///
/// Each file is looked at: a message is read as one, an mbox (unless it is named `.eml`) as what it holds. Files
/// that hold no mail are told and skipped; hidden ones and a mail server's own are not even told. A folder that is a
/// Maildir or an MH folder is read as such, unless a format was asked for.
final class TreeStream: MessageStream {
    private let walk: FolderWalk
    private let place: FolderPlace
    private let listing: FolderListing
    private var entriesRead = 0

    init(_ walk: FolderWalk, _ place: FolderPlace, _ listing: FolderListing) {
        self.walk = walk
        self.place = place
        self.listing = listing
    }

    func next() -> Step {
        guard entriesRead < listing.count else { return .end }
        let index = entriesRead
        entriesRead += 1
        let name = listing[index]
        let path = place.path.appending(name)
        let isHidden = name.first == UInt8(ascii: ".")
        switch listing.kind(at: index, in: place.path) {
        case .folder:
            if isHidden, !FolderKind.isMaildir(path) { return .again }
            return walk.stream(place.appending(name)).map(Step.descend) ?? .again
        case .file, .unknown:
            let isServers = name.starts(with: "dovecot".utf8)
            return isHidden || isServers || walk.format == .maildir ? .again : file(path)
        case .other:
            walk.context.warn(path.text, .specialFile, "skipped")
            return .again
        }
    }

    private func file(_ path: BytePath) -> Step {
        let context = walk.context
        let name = path.text
        let provenance = Provenance(archive: walk.archive, path: name, folder: place.name)
        guard context.decide(ArchiveFile(.found, provenance, path: name)) != .skip else { return .again }
        guard let opened = OpenedFile.open(path, name: name, isListed: true, context: context) else { return .again }
        let content = opened.content
        let isNamedMessage = Self.isNamedMessage(path.name)
        var isMessage: Bool
        switch content {
        case .empty:
            context.warn(name, .empty, "skipped")
            return .again
        case .index:
            context.warn(name, .notMail, "skipped; name the index itself to read what it lists")
            return .again
        case .mbox: isMessage = isNamedMessage
        case .message: isMessage = true
        case .text: isMessage = isNamedMessage
        case .binary: isMessage = false
        }
        if walk.format == .message { isMessage = true }
        if walk.format == .emlFolder, content == .mbox { isMessage = true }
        if walk.format?.isMbox == true || (content == .mbox && !isMessage) {
            let dialect = walk.format.flatMap { MboxDialect($0) }
            return MboxStream.open(opened, provenance: provenance, dialect: dialect, context: context)
                .map(Step.descend) ?? .again
        }
        guard isMessage else {
            context.warn(name, .notMail, "skipped")
            return .again
        }
        return MessageFile.read(opened, provenance: provenance, context: context).map(Step.message) ?? .again
    }

    /// Whether a name ends in `.eml`, also before `.gz` or `.xz`.
    private static func isNamedMessage(_ name: ArraySlice<UInt8>) -> Bool {
        var lower = name.map { $0 | 0x20 }
        if lower.suffix(3).elementsEqual(".gz".utf8) || lower.suffix(3).elementsEqual(".xz".utf8) {
            lower.removeLast(3)
        }
        return lower.suffix(4).elementsEqual(".eml".utf8)
    }
}
