// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailMessage

/// A path as the file system has it: any bytes but NUL, not necessarily UTF-8.
struct BytePath: Sendable, Equatable {
    /// The bytes, with a NUL at the end for the system's calls.
    private(set) var terminated: [UInt8]

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
        appending(component.bytes.array(0..<component.utf8CodeUnitCount))
    }

    /// What kind of file the path leads to, links followed; nil when there is none (`errno` says why).
    func status() -> FileStatus? { FileStatus(bytes: bytes) }
}
