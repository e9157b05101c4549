// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// What a folder is, by what lies in it.
enum FolderKind {
    case maildir, mh, tree

    /// Looks at a folder; nil where it cannot be listed.
    init?(_ path: BytePath) {
        if Self.isMaildir(path) {
            self = .maildir
            return
        }
        guard let listing = try? FolderListing(path) else { return nil }
        self = Self.isMH(listing, path) ? .mh : .tree
    }

    var format: ArchiveFormat {
        switch self {
        case .maildir: .maildir
        case .mh: .mh
        case .tree: .emlFolder
        }
    }

    /// Two of `cur`, `new` and `tmp`: version control and archivers lose empty folders.
    static func isMaildir(_ path: BytePath) -> Bool {
        let names: [StaticString] = ["cur", "new", "tmp"]
        let found = names.filter { path.appending($0).status()?.kind == .folder }
        return found.count >= 2
    }

    /// `.mh_sequences`, or nothing but numbers (deleted ones begin with a comma).
    static func isMH(_ listing: FolderListing, _ path: BytePath) -> Bool {
        if listing.contains(".mh_sequences") { return true }
        var numbers = 0
        for index in 0..<listing.count {
            let name = listing[index]
            if name.first == UInt8(ascii: ".") || name.first == UInt8(ascii: ",") { continue }
            if MHStream.number(name) != nil {
                numbers += 1
            } else if listing.kind(at: index, in: path) != .folder {
                return false
            }
        }
        return numbers > 0
    }
}

/// The way through the folders of one source: which were seen, how deep.
final class FolderWalk {
    let archive: String
    let format: ArchiveFormat?
    let context: ReadContext
    private var seen: Set<FileStatus.Identity> = []

    init(archive: String, format: ArchiveFormat?, context: ReadContext) {
        self.archive = archive
        self.format = format
        self.context = context
    }

    /// The stream of a folder; nil after a warning.
    func stream(_ place: FolderPlace) -> (any MessageStream)? {
        guard enter(place) else { return nil }
        if let kind = DboxKind(place.path) {
            context.warn(place.path.text, kind.problem, "skipped")
            return nil
        }
        let isMaildir = FolderKind.isMaildir(place.path)
        switch format {
        case .maildir where isMaildir: return MaildirStream(self, place, levels: [])
        case .mh: return list(place).map { MHStream(self, place, $0) }
        case nil where isMaildir: return MaildirStream(self, place, levels: [])
        case nil:
            guard let listing = list(place) else { return nil }
            let isMH = FolderKind.isMH(listing, place.path)
            return isMH ? MHStream(self, place, listing) : TreeStream(self, place, listing)
        default: return list(place).map { TreeStream(self, place, $0) }
        }
    }

    /// Whether a folder may be read: not for the second time, not too deep.
    func enter(_ place: FolderPlace) -> Bool {
        if place.depth > context.limits.maxDepth {
            context.warn(place.path.text, .tooDeep, "skipped")
            return false
        }
        if let status = place.path.status(), !seen.insert(status.identity).inserted {
            context.warn(place.path.text, .folderLoop, "skipped")
            return false
        }
        return true
    }

    /// Lists a folder; nil after a warning.
    func list(_ place: FolderPlace) -> FolderListing? {
        do throws(SourceFailure) {
            return try FolderListing(place.path)
        } catch {
            context.warn(place.path.text, error.problem, "skipped")
            return nil
        }
    }
}

/// A folder within an archive.
struct FolderPlace {
    var path: BytePath
    /// The names of the folders from the archive's root down to it, decoded.
    var levels: [String] = []
    var depth = 0

    /// The folder's name for provenance; nil for the root.
    var name: String? { levels.isEmpty ? nil : levels.joined(separator: "/") }

    func appending(_ component: some Collection<UInt8>) -> FolderPlace {
        FolderPlace(
            path: path.appending(component), levels: levels + [String(decoding: component, as: UTF8.self)],
            depth: depth + 1)
    }
}
