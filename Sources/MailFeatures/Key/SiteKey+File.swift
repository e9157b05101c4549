// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import TextOutput

// The file is one line of text: "spreu-key-1 " and the key as 32 hexadecimal digits.

extension SiteKey {
    private static let prefix = "spreu-key-1 "

    /// Reads a key file.
    ///
    /// - Parameter groupMayRead: accepts a file that its group may read (mode 0640): for a service with a user of its own.
    /// - Throws: ``SiteKeyError`` if it is missing, is not the owner's alone, or holds no key.
    public static func load(path: String, groupMayRead: Bool = false) throws(SiteKeyError) -> SiteKey {
        let content: [UInt8]
        do throws(KeyFileError) {
            content = try KeyFile.read(path, maxBytes: 256, groupMayRead: groupMayRead)
        } catch {
            throw SiteKeyError(error, path: path)
        }
        guard let key = SiteKey(fileContent: content[...]) else { throw .malformed(path: path) }
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
        do throws(KeyFileError) {
            try KeyFile.create(Array((prefix + key.bytes.hexadecimal + "\n").utf8), at: path)
        } catch {
            // Another process was first: its key is the one to use.
            if error != .exists { throw SiteKeyError(error, path: path) }
        }
    }
}

extension SiteKeyError {
    fileprivate init(_ error: KeyFileError, path: String) {
        switch error {
        case .missing: self = .missing(path: path)
        case .exposed(let mode): self = .exposed(path: path, mode: mode)
        case .foreign(let owner): self = .foreign(path: path, owner: owner)
        case .notAFile: self = .notAFile(path: path)
        case .exists: self = .failed(path: path, action: "make", reason: "it is there already")
        case .failed(let action, let reason): self = .failed(path: path, action: action, reason: reason)
        }
    }
}
