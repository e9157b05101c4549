// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

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
    init(_ path: BytePath, keep: (UnsafeRawBufferPointer) -> Bool = { _ in true }) throws(SourceFailure) {
        guard let folder = path.withCString({ opendir($0) }) else {
            throw SourceFailure(problem: errno == ENOENT ? .removed : .cannotOpen(code: errno))
        }
        defer { closedir(folder) }
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw SourceFailure(problem: .cannotRead(code: errno)) }
                break
            }
            guard let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) else { continue }
            let name = UnsafeRawPointer(entry) + nameOffset
            let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name.assumingMemoryBound(to: CChar.self)))
            guard !bytes.elementsEqual(".".utf8), !bytes.elementsEqual("..".utf8), keep(bytes) else { continue }
            let kind: Kind =
                switch Int(entry.pointee.d_type) {
                case Int(DT_REG): .file
                case Int(DT_DIR): .folder
                case Int(DT_LNK), Int(DT_UNKNOWN): .unknown
                default: .other
                }
            entries.append(Entry(start: text.count, count: UInt16(bytes.count), kind: kind))
            text.append(contentsOf: bytes)
        }
        text.withUnsafeBytes { text in
            entries.sort { Self.isBefore(Self.name(text, $0), Self.name(text, $1)) }
        }
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
        name.withUTF8Buffer { wanted in
            text.withUnsafeBytes { text in
                entries.contains { Self.name(text, $0).elementsEqual(wanted) }
            }
        }
    }

    /// The first name that begins with `prefix` and that `matches`.
    func first(withPrefix prefix: some Collection<UInt8>, where matches: (ArraySlice<UInt8>) -> Bool) -> Int? {
        let wanted = Array(prefix)
        var low = 0
        var high = entries.count
        text.withUnsafeBytes { text in
            wanted.withUnsafeBytes { wanted in
                while low < high {
                    let middle = (low + high) / 2
                    if Self.isBefore(Self.name(text, entries[middle]), wanted) {
                        low = middle + 1
                    } else {
                        high = middle
                    }
                }
            }
        }
        while low < entries.count, self[low].starts(with: wanted) {
            if matches(self[low]) { return low }
            low += 1
        }
        return nil
    }

    private static func name(_ text: UnsafeRawBufferPointer, _ entry: Entry) -> UnsafeRawBufferPointer {
        text.slice(entry.start..<entry.start + Int(entry.count))
    }

    private static func isBefore(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        if let a = left.baseAddress, let b = right.baseAddress {
            let order = memcmp(a, b, min(left.count, right.count))
            if order != 0 { return order < 0 }
        }
        return left.count < right.count
    }
}
