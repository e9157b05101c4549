// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A path as the file system has it: any bytes but NUL, not necessarily UTF-8.
struct BytePath: Sendable, Equatable {
    /// The bytes, with a NUL at the end for the system's calls.
    private var terminated: [UInt8]

    init(_ path: String) { terminated = Array(path.utf8) + [0] }

    init(bytes: some Sequence<UInt8>) {
        terminated = Array(bytes)
        terminated.append(0)
    }

    /// The bytes without the final NUL.
    var bytes: ArraySlice<UInt8> { terminated.dropLast() }

    /// The path for people: what is not UTF-8 becomes U+FFFD.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The last component.
    var name: ArraySlice<UInt8> {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes }
        return bytes[(slash + 1)...]
    }

    /// The folder that a relative path beside this file starts from; empty for the current one.
    var directory: BytePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return BytePath("") }
        return BytePath(bytes: bytes[...slash])
    }

    /// A member of this folder; an absolute one stands alone.
    func appending(_ component: some Sequence<UInt8>) -> BytePath {
        let member = Array(component)
        if bytes.isEmpty || member.first == UInt8(ascii: "/") { return BytePath(bytes: member) }
        var joined = Array(bytes)
        if joined.last != UInt8(ascii: "/") { joined.append(UInt8(ascii: "/")) }
        joined += member
        return BytePath(bytes: joined)
    }

    func appending(_ component: StaticString) -> BytePath {
        component.withUTF8Buffer { appending($0) }
    }

    /// Calls `body` with the path as a C string.
    func withCString<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
        terminated.withUnsafeBytes { raw in
            // An array with its NUL is never empty.
            raw.withMemoryRebound(to: CChar.self) { chars in
                guard let base = chars.baseAddress else { return withUnsafePointer(to: 0, body) }
                return body(base)
            }
        }
    }

    /// What kind of file the path leads to, links followed; nil when there is none (`errno` says why).
    func status() -> FileStatus? {
        var info = stat()
        return withCString { stat($0, &info) } == 0 ? FileStatus(info) : nil
    }
}

/// The part of `struct stat` that reading mail needs.
struct FileStatus: Equatable {
    enum Kind: Equatable { case file, folder, pipe, other }

    /// What names a file for as long as it exists.
    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    var kind: Kind
    var identity: Identity
    var size: Int
    var modified: timespec

    init(_ info: stat) {
        switch info.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFIFO: kind = .pipe
        default: kind = .other
        }
        identity = Identity(device: UInt64(info.st_dev), inode: UInt64(info.st_ino))
        size = Int(info.st_size)
        modified = info.st_mtim
    }

    static func == (left: FileStatus, right: FileStatus) -> Bool {
        left.kind == right.kind && left.identity == right.identity && left.size == right.size
            && left.modified.tv_sec == right.modified.tv_sec && left.modified.tv_nsec == right.modified.tv_nsec
    }
}
