// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// The messages of a Maildir, then those of its subfolders in byte order of their names.
///
/// Subfolders are Maildir++'s (`.Work.2024`, in modified UTF-7) and those of Dovecot's `LAYOUT=fs` (`Work/2024`).
/// The folder may be in use: a file whose flags change, or that moves from `new` to `cur`, is found again by the
/// unique part of its name and read once.
final class MaildirStream: MessageStream {
    private let walk: FolderWalk
    private let place: FolderPlace
    /// Names of the folder within the Maildir; none for its own messages.
    private let levels: [String]
    /// The folder as provenance names it.
    let folderName: String
    private var keywords = DovecotKeywords([])
    private var current: FolderListing?
    private var recent: FolderListing?
    /// What lay in `cur` when a message was missed.
    private var later: (status: FileStatus, listing: FolderListing)?
    private var messagesRead = 0
    private var subfolders: [SubFolder]?
    private var foldersRead = 0

    private struct SubFolder {
        var name: [UInt8]
        var levels: [String]
    }

    init(_ walk: FolderWalk, _ place: FolderPlace, levels: [String]) {
        self.walk = walk
        self.place = place
        self.levels = levels
        folderName = (place.levels + (levels.isEmpty ? ["INBOX"] : levels)).joined(separator: "/")
        listMessages()
    }

    func next() -> Step {
        if let step = nextMessage() { return step }
        return nextFolder()
    }

    // MARK: - Messages

    private func listMessages() {
        // `new` first: a message that moves in between is then in both listings, never in none.
        recent = listMessages("new")
        current = listMessages("cur")
        if current != nil || recent != nil { readKeywords() }
    }

    private func listMessages(_ part: StaticString) -> FolderListing? {
        let folder = place.path.appending(part)
        guard folder.status() != nil || errno != ENOENT else { return nil }
        do throws(SourceFailure) {
            return try FolderListing(folder) { $0[0] != UInt8(ascii: ".") }
        } catch {
            walk.context.warn(folder.text, error.problem, "skipped")
            return nil
        }
    }

    private func readKeywords() {
        guard
            let file = try? FileSource(opening: place.path.appending("dovecot-keywords"), within: walk.context.bounds),
            let bytes = try? file.firstBytes(16 << 10)
        else { return }
        keywords = DovecotKeywords(bytes)
    }

    /// nil when all are read.
    private func nextMessage() -> Step? {
        if let listing = current {
            if messagesRead < listing.count { return message(listing, "cur", isRecent: false) }
            if recent == nil { current = nil }
        }
        guard let listing = recent else { return nil }
        let read = messagesRead - (current?.count ?? 0)
        if read < listing.count { return message(listing, "new", isRecent: true) }
        recent = nil
        current = nil
        later = nil
        return nil
    }

    private func message(_ listing: FolderListing, _ part: StaticString, isRecent: Bool) -> Step {
        let index = isRecent ? messagesRead - (current?.count ?? 0) : messagesRead
        messagesRead += 1
        let folder = place.path.appending(part)
        guard listing.kind(at: index, in: folder) != .folder else { return .again }
        let name = listing[index]
        let parsed = MaildirName(name)
        let path = folder.appending(name)
        let decision = walk.context.decide(
            ArchiveFile(.found, provenance(path.text, parsed, isRecent), path: path.text, isMaildir: true))
        guard decision != .skip else { return .again }
        do throws(SourceFailure) {
            return read(try OpenedFile(path, context: walk.context), parsed, isRecent)
        } catch {
            guard error.problem == .cannotOpen(code: ENOENT) else {
                walk.context.warn(path.text, error.problem.inMailbox, "skipped")
                return .again
            }
        }
        return relocated(name.prefix(parsed.uniqueBytes), from: path, wasRecent: isRecent)
    }

    /// Reads a message whose file has another name by now.
    private func relocated(_ unique: ArraySlice<UInt8>, from path: BytePath, wasRecent: Bool) -> Step {
        func isSame(_ name: ArraySlice<UInt8>) -> Bool { MaildirName(name).uniqueBytes == unique.count }
        if wasRecent, current?.first(withPrefix: unique, where: isSame) != nil { return .again }
        let folder = place.path.appending("cur")
        if let listing = listAgain(folder),
            let index = listing.first(withPrefix: unique, where: isSame),
            let opened = try? OpenedFile(folder.appending(listing[index]), context: walk.context)
        {
            return read(opened, MaildirName(listing[index]), false)
        }
        walk.context.warn(path.text, .removed, "skipped")
        return .again
    }

    /// The folder's names as they are now; listed again only where they changed, however many messages are missed.
    private func listAgain(_ folder: BytePath) -> FolderListing? {
        guard let status = folder.status() else { return nil }
        if let later, later.status == status { return later.listing }
        guard let listing = try? FolderListing(folder) else { return nil }
        later = (status, listing)
        return listing
    }

    private func read(_ opened: OpenedFile, _ name: MaildirName, _ isRecent: Bool) -> Step {
        MessageFile.readDelivered(
            opened, provenance: provenance(opened.name, name, isRecent), context: walk.context
        ).map(Step.message) ?? .again
    }

    private func provenance(_ path: String, _ name: MaildirName, _ isRecent: Bool) -> Provenance {
        var provenance = Provenance(
            archive: walk.archive, path: path, folder: folderName, flags: name.flags,
            keywords: keywords.names(name.keywords), received: name.received)
        if isRecent { provenance.flags.insert(.recent) }
        return provenance
    }

    // MARK: - Subfolders

    private func nextFolder() -> Step {
        let folders = subfolders ?? listFolders()
        subfolders = folders
        guard foldersRead < folders.count else { return .end }
        let folder = folders[foldersRead]
        foldersRead += 1
        let inner = FolderPlace(path: place.path.appending(folder.name), levels: place.levels, depth: place.depth + 1)
        guard walk.enter(inner) else { return .again }
        return .descend(MaildirStream(walk, inner, levels: folder.levels))
    }

    private func listFolders() -> [SubFolder] {
        guard let listing = walk.list(place) else { return [] }
        var found: [SubFolder] = []
        for index in 0..<listing.count where listing.kind(at: index, in: place.path) == .folder {
            let name = listing[index]
            if ["cur", "new", "tmp"].contains(where: { name.elementsEqual($0.utf8) }) { continue }
            if name.first == UInt8(ascii: ".") {
                // Programs keep their own things in dotted folders too.
                let path = place.path.appending(name)
                let parts = name.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                let inner = levels + parts.map { ModifiedUTF7.decode($0) }
                guard looksInto(inner, path) else { continue }
                guard FolderKind.isMaildir(path) else {
                    // What may not be looked into may well be a folder of mail.
                    if path.appending("cur").status() == nil, errno == EACCES {
                        walk.context.warn(path.text, .cannotOpen(code: EACCES), "skipped")
                    }
                    continue
                }
                found.append(SubFolder(name: Array(name), levels: inner))
            } else {
                let inner = levels + [ModifiedUTF7.decode(name)]
                if looksInto(inner, place.path.appending(name)) {
                    found.append(SubFolder(name: Array(name), levels: inner))
                }
            }
        }
        return found
    }

    private func looksInto(_ levels: [String], _ path: BytePath) -> Bool {
        walk.context.looksInto((place.levels + levels).joined(separator: "/"), path.text)
    }
}
