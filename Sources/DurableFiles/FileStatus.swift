// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What the file system says of a file: what it is, which one, whose, and when it was written.
public struct FileStatus: Sendable, Hashable {
    /// What may lie at a path.
    public enum Kind: Sendable, Hashable {
        /// A file with bytes.
        case file
        /// A folder.
        case folder
        /// A symbolic link, when it was not followed.
        case link
        /// A pipe with a name.
        case pipe
        /// A socket.
        case socket
        /// A device.
        case other
    }

    /// What names a file for as long as it exists.
    public struct Identity: Sendable, Hashable {
        /// The file system's number.
        public var device: UInt64
        /// The file's number there.
        public var inode: UInt64
    }

    /// A time; the seconds may be of any year, so that no one number has them and the nanoseconds.
    public struct Time: Sendable, Hashable {
        /// Seconds since 1970.
        public var seconds: Int64
        /// Nanoseconds of the second.
        public var nanoseconds: Int64

        init(_ time: timespec) { (seconds, nanoseconds) = (Int64(time.tv_sec), Int64(time.tv_nsec)) }
    }

    /// What it is.
    public let kind: Kind
    /// Which file it is.
    public let identity: Identity
    /// Its bytes.
    public let size: Int
    /// When its content was written.
    public let modified: Time
    /// When anything of it was changed: content, name, flags, permissions.
    public let changed: Time
    /// The number of the user that it belongs to.
    public let owner: UInt32
    /// The number of its group.
    public let group: UInt32
    /// Its permissions, as `chmod` takes them.
    public let permissions: UInt32
    /// How many names it has.
    public let links: Int

    /// Looks at what a path leads to; nil when there is none (`errno` says why).
    public init?(_ path: String, followsLinks: Bool = true) {
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    /// Looks at what a path of any bytes leads to; nil when there is none (`errno` says why).
    public init?(bytes path: ArraySlice<UInt8>) {
        var status = stat()
        guard stat(FileName.terminated(path), &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .other
            }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        size = Int(status.st_size)
        modified = Time(status.st_mtim)
        changed = Time(status.st_ctim)
        owner = status.st_uid
        group = status.st_gid
        permissions = UInt32(status.st_mode & 0o7777)
        links = Int(status.st_nlink)
    }
}
