// SPDX-License-Identifier: Apache-2.0
import Glibc

// The file is one line of text: "spreu-key-1 " and the key as 32 hexadecimal digits. It is written under a temporary
// name and linked to its own, which fails if the name exists: of two processes that start at once, both use the key of
// the one that came first, and no reader ever sees half a file.

extension SiteKey {
    private static let prefix = "spreu-key-1 "

    /// Reads a key file.
    ///
    /// - Parameter groupMayRead: accepts a file that its group may read (mode 0640): for a service with a user of its own.
    /// - Throws: ``SiteKeyError`` if it is missing, is not the owner's alone, or holds no key.
    public static func load(path: String, groupMayRead: Bool = false) throws(SiteKeyError) -> SiteKey {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { throw .missing(path: path) }
            throw .failed(path: path, action: "open")
        }
        defer { close(file) }
        try checkOwnership(of: file, path: path, groupMayRead: groupMayRead)
        var content = [UInt8](repeating: 0, count: 256)
        let count = read(file, &content, content.count)
        guard count >= 0 else { throw .failed(path: path, action: "read") }
        guard let key = SiteKey(fileContent: content[..<count]) else { throw .malformed(path: path) }
        return key
    }

    /// Reads a key file, or makes one with a new random key if there is none.
    ///
    /// Folders on the way are made too, for the owner alone. An existing file is never replaced.
    ///
    /// - Throws: ``SiteKeyError`` if the file can neither be used nor made.
    public static func loadOrCreate(path: String) throws(SiteKeyError) -> SiteKey {
        do {
            return try load(path: path)
        } catch .missing {
            try create(random(), path: path)
            return try load(path: path)
        }
    }

    private static func checkOwnership(
        of file: CInt, path: String, groupMayRead: Bool
    ) throws(SiteKeyError) {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .failed(path: path, action: "examine") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        let mode = UInt32(status.st_mode & 0o7777)
        guard mode & (groupMayRead ? 0o037 : 0o077) == 0 else { throw .exposed(path: path, mode: mode) }
        // The superuser's keys may be read by a service that was started as root, and the other way round.
        guard status.st_uid == geteuid() || status.st_uid == 0 || geteuid() == 0 else {
            throw .foreign(path: path, owner: status.st_uid)
        }
    }

    private init?(fileContent: ArraySlice<UInt8>) {
        let line = fileContent.last == UInt8(ascii: "\n") ? fileContent.dropLast() : fileContent
        guard line.starts(with: Self.prefix.utf8) else { return nil }
        let digits = line.dropFirst(Self.prefix.utf8.count)
        guard digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = Self.hexValue(digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.init(bytes: bytes)
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func create(_ key: SiteKey, path: String) throws(SiteKeyError) {
        let folder = folder(of: path)
        try makeFolders(folder, for: path)
        let temporary = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max)).new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failed(path: path, action: "make") }
        defer { unlink(temporary) }
        let line = Array((prefix + key.bytes.hexadecimal + "\n").utf8)
        let written = write(file, line, line.count)
        let isSafe = written == line.count && fsync(file) == 0
        let reason = errno
        close(file)
        guard isSafe else { throw .failed(path: path, action: "write", error: reason) }
        guard link(temporary, path) == 0 || errno == EEXIST else { throw .failed(path: path, action: "make") }
        syncFolder(folder)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func makeFolders(_ folder: String, for path: String) throws(SiteKeyError) {
        if access(folder, F_OK) == 0 || folder == "/" || folder == "." { return }
        try makeFolders(Self.folder(of: folder), for: path)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .failed(path: path, action: "make a folder for")
        }
    }

    /// Makes the new name survive a crash; a file system that cannot is no reason to go without a key.
    private static func syncFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

extension SiteKeyError {
    fileprivate static func failed(path: String, action: String, error: CInt = errno) -> SiteKeyError {
        .failed(path: path, action: action, reason: String(cString: strerror(error)))
    }
}
