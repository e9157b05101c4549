// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why nothing was handed over, or why the folder cannot be read; each says what to do.
public enum DropError: Error, Equatable, CustomStringConvertible {
    /// There is no folder at the path, or it may not be looked at.
    case noFolder(path: String, errno: Int32)
    /// Anybody may write to the folder.
    case openToAll(path: String)
    /// A message without a byte.
    case emptyMessage
    /// A message beyond ``DropLimits/maxMessageBytes``.
    case messageTooLarge(bytes: Int, limit: Int)
    /// An account, origin or verdict beyond ``DropLimits/maxFieldBytes``.
    case fieldTooLong(name: String, bytes: Int, limit: Int)
    /// As many records or bytes wait as ``DropLimits`` allow.
    case full(path: String, records: Int, bytes: Int)
    /// Less than ``DropLimits/minFreeBytes`` is free.
    case diskFull(path: String, freeBytes: Int, minimum: Int)
    /// A system call failed while a record was written.
    case cannotWrite(path: String, call: String, errno: Int32)
    /// The folder cannot be listed, or a record cannot be removed.
    case cannotRead(path: String, call: String, errno: Int32)

    /// Whether the same may go well later, with nothing changed but what waits or what is free.
    public var isTemporary: Bool {
        switch self {
        case .full, .diskFull, .cannotWrite: true
        default: false
        }
    }

    /// One line: what, where, what to do.
    public var description: String {
        switch self {
        case .noFolder(let path, let errno):
            "\(path): \(reason(errno)): create the drop folder (see /usr/share/doc/spreu/commands/learn.md) or give another"
        case .openToAll(let path):
            "\(path): anyone can write to the drop folder: run chmod o= \(path)"
        case .emptyMessage: "the message is empty: submit the whole message, header and body"
        case .messageTooLarge(let bytes, let limit):
            "the message has \(bytes) bytes or more, but only \(limit) are allowed: it is not learned"
        case .fieldTooLong(let name, let bytes, let limit):
            "the \(name) has \(bytes) bytes, but only \(limit) are allowed: shorten it"
        case .full(let path, let records, let bytes):
            "\(path): \(records) records of \(bytes) bytes are waiting already: let the nightly run take them, or "
                + "find out why it does not"
        case .diskFull(let path, let free, let minimum):
            "\(path): \(free) bytes are free on its file system, but \(minimum) must stay free: free some space"
        case .cannotWrite(let path, let call, let errno):
            "\(path): \(call): \(reason(errno)): check the folder's owner, group and mode (/usr/share/doc/spreu/commands/learn.md)"
        case .cannotRead(let path, let call, let errno):
            "\(path): \(call): \(reason(errno)): the folder must belong to the user that reads it"
        }
    }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
