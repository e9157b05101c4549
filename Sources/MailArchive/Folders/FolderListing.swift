// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailMessage

/// The names in a folder, in byte order, held compactly: a Maildir may have millions.
struct FolderListing {
    enum Kind: UInt8 { case file, folder, other, unknown }

    private var text: [UInt8] = []
    private var entries: [Entry] = []

    private struct Entry {
        var start: Int
        var count: UInt16
        var kind: Kind
    }

    var count: Int { entries.count }

    /// Lists a folder, links followed; throws the system's error number.
    ///
    /// - Parameter keep: which names to hold.
    init(_ path: BytePath, keep: (Span<UInt8>) -> Bool = { _ in true }) throws(SourceFailure) {
        var folder = try FolderEntries(path)
        var start = 0
        while let kind = try folder.next(nameTo: &text) {
            if Self.isMember(text.span.extracting(start..<text.count), keep) {
                entries.append(Entry(start: start, count: UInt16(text.count - start), kind: kind))
                start = text.count
            } else {
                text.removeLast(text.count - start)
            }
        }
        let text = text
        entries.sort { Self.name(text.span, $0).isBefore(Self.name(text.span, $1)) }
    }

    private static func isMember(_ name: Span<UInt8>, _ keep: (Span<UInt8>) -> Bool) -> Bool {
        !name.equals(".") && !name.equals("..") && keep(name)
    }

    /// The name at a place.
    subscript(_ index: Int) -> ArraySlice<UInt8> {
        let entry = entries[index]
        return text[entry.start..<entry.start + Int(entry.count)]
    }

    /// What an entry is; links are followed.
    func kind(at index: Int, in folder: BytePath) -> Kind {
        let kind = entries[index].kind
        guard kind == .unknown else { return kind }
        switch folder.appending(self[index]).status()?.kind {
        case .file: return .file
        case .folder: return .folder
        // A broken link is tried as a file, so that its failure is told.
        case nil: return .file
        case .link, .pipe, .socket, .other: return .other
        }
    }

    func contains(_ name: StaticString) -> Bool {
        entries.contains { Self.name(text.span, $0).equals(name) }
    }

    /// The first name that begins with `prefix` and that `matches`.
    func first(withPrefix prefix: some Collection<UInt8>, where matches: (ArraySlice<UInt8>) -> Bool) -> Int? {
        let wanted = Array(prefix)
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if Self.name(text.span, entries[middle]).isBefore(wanted.span) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        while low < entries.count, self[low].starts(with: wanted) {
            if matches(self[low]) { return low }
            low += 1
        }
        return nil
    }

    @_lifetime(copy text)
    private static func name(_ text: Span<UInt8>, _ entry: Entry) -> Span<UInt8> {
        text.extracting(entry.start..<entry.start + Int(entry.count))
    }
}

extension Span where Element == UInt8 {
    /// Whether these bytes come before others in the order of bytes, eight at a time.
    fileprivate func isBefore(_ other: Span<UInt8>) -> Bool {
        let common = Swift.min(count, other.count)
        var at = 0
        while at + 8 <= common {
            let (left, right) = (word(at: at).byteSwapped, other.word(at: at).byteSwapped)
            if left != right { return left < right }
            at += 8
        }
        while at < common {
            if self[at] != other[at] { return self[at] < other[at] }
            at += 1
        }
        return count < other.count
    }
}
