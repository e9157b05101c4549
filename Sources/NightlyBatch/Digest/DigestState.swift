// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
package import MailFeatures
import TextOutput

/// Until when each account was told what lies in its Junk: a file, its owner's alone, that names nobody.
///
///     # spreu digest: until when each account was told, in seconds since 1970; accounts as keyed digests
///     digest 1
///     3f9a0c1b2d4e5f60 1764489600
///
/// One process at a time has it.
package final class DigestState {
    private static let heading =
        "# spreu digest: until when each account was told, in seconds since 1970; accounts as keyed digests\ndigest 1\n"
    /// A million accounts.
    private static let maxBytes = 64 << 20

    private let path: String
    private let key: SiteKey
    private let lock: FileLock
    private var times: [UInt64: Int64]

    /// Opens the state, which is made with its folder at the first change.
    ///
    /// - Throws: ``DigestStateError``.
    package init(folder: String, key: SiteKey) throws(DigestStateError) {
        (path, self.key) = (folder + "/told", key)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw DigestStateError(path: folder, problem: .unwritable(String(cString: strerror(errno))))
        }
        do throws(FileLock.Failure) {
            lock = try FileLock(folder + "/lock", exclusively: true, who: "spreu digest")
        } catch {
            switch error {
            case .held(let holder): throw DigestStateError(path: folder, problem: .locked(by: holder))
            case .failed(let failure): throw DigestStateError(path: folder, problem: .unwritable(failure.reason))
            }
        }
        times = try Self.read(path)
    }

    /// Reads a site's state without changing anything.
    package static func times(inFolder folder: String, key: SiteKey) throws(DigestStateError) -> (String) -> Int64? {
        let times = try read(folder + "/told")
        return { times[name(of: $0, key)] }
    }

    /// Until when an account was told, in seconds since 1970; nil: it never was.
    package func told(_ account: String) -> Int64? { times[Self.name(of: account, key)] }

    /// Keeps that an account is told until a time.
    ///
    /// - Parameter isDurable: whether it is on disk when this returns; else with the next that is, or with ``save()``.
    package func note(_ account: String, until time: Int64, isDurable: Bool) throws(DigestStateError) {
        times[Self.name(of: account, key)] = time
        if isDurable { try save() }
    }

    /// Forgets an account; returns whether it was known.
    package func forget(_ account: String) throws(DigestStateError) -> Bool {
        guard times.removeValue(forKey: Self.name(of: account, key)) != nil else { return false }
        try save()
        return true
    }

    /// Forgets accounts that are gone and were told for the last time long ago.
    ///
    /// - Parameter accounts: those that are there.
    package func removeAll(before time: Int64, except accounts: some Sequence<String>) {
        let names = Set(accounts.map { Self.name(of: $0, key) })
        times = times.filter { $0.value >= time || names.contains($0.key) }
    }

    /// Puts the state on disk.
    package func save() throws(DigestStateError) {
        let lines = times.sorted { $0.key < $1.key }.map { "\($0.key.hexadecimal) \($0.value)\n" }
        do throws(DurableFileError) {
            try DurableFile.write(Array((Self.heading + lines.joined()).utf8), to: path)
        } catch {
            throw DigestStateError(path: path, problem: .unwritable(error.reason))
        }
    }

    private static func name(of account: String, _ key: SiteKey) -> UInt64 {
        key.digest(of: account.utf8, purpose: .account)
    }

    private static func read(_ path: String) throws(DigestStateError) -> [UInt64: Int64] {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: maxBytes)
        } catch {
            if error.number == ENOENT { return [:] }
            throw DigestStateError(path: path, problem: .unreadable(error.reason))
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix(heading) else { throw DigestStateError(path: path, problem: .damaged(line: 1)) }
        var times: [UInt64: Int64] = [:]
        for (number, line) in text.dropFirst(heading.count).split(separator: "\n").enumerated() {
            let words = line.split(separator: " ")
            guard words.count == 2, words[0].utf8.count == 16, let name = UInt64(words[0], radix: 16),
                let time = Int64(words[1]), (0...1 << 40).contains(time)
            else { throw DigestStateError(path: path, problem: .damaged(line: number + 3)) }
            times[name] = time
        }
        return times
    }
}

/// Why the state of digests cannot be used.
package struct DigestStateError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    package enum Problem: Equatable, Sendable {
        case unreadable(String)
        case unwritable(String)
        /// A line that is none of its kind.
        case damaged(line: Int)
        /// Another process has it.
        case locked(by: String)
    }

    /// The file or folder.
    package var path: String
    /// What is wrong.
    package var problem: Problem

    /// Where, what, what to do.
    package var description: String {
        switch problem {
        case .unreadable(let reason): "\(path) cannot be read (\(reason)): let this user read it"
        case .unwritable(let reason):
            "\(path) cannot be written (\(reason)): make the folder, and let this user write to it and to its disk"
        case .damaged(let line):
            "\(path):\(line): not what spreu digest writes; restore the file, or remove it: then the next digest covers "
                + "one day or week"
        case .locked(let holder): "\(path) is in use by \(holder): try again when it has ended"
        }
    }
}
