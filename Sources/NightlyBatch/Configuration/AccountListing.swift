// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import TextOutput

/// One account that a pattern found.
struct Account: Equatable {
    /// The Maildir.
    var path: String
    /// What the wildcards of the pattern stood for, joined by `/`: `example.org/anna`.
    var name: String
    /// What the last wildcard found: all in it is the account's; empty: the pattern has none.
    var home = ""
    /// The outermost folder in which its user may have made links: the home, or around it the one in which the pattern goes on by a
    /// name: `/home/anna` of `/home/*/mail/*`; empty: the pattern has no wildcard.
    var base = ""

    /// Whether a link stands on the way to the mail where the account's user may have made it.
    var hasLink: Bool {
        var place = base.isEmpty ? path : base
        for part in path.dropFirst(place.count).split(separator: "/") {
            place += "/" + part
            if Self.isLink(place) { return true }
        }
        return Self.hasLink(inFolder: path)
    }

    /// Whether a folder of mail, or what it keeps messages in, is a link.
    static func hasLink(inFolder path: String) -> Bool {
        ["/cur", "/new"].contains { isLink(path + $0) }
    }

    static func isLink(_ path: String) -> Bool { FileStatus(path, followsLinks: false)?.kind == .link }

    /// Two patterns may find one account, in a home of another name.
    static func == (first: Self, second: Self) -> Bool { first.path == second.path && first.name == second.name }
}

/// The Maildirs that a pattern as shells read it (`*`, `?`, `[...]`) finds, in byte order, and what it could not look into.
///
/// `glob` finds the same, but says nothing of an account's folder that may not be looked into.
struct AccountListing {
    private(set) var accounts: [Account] = []
    private(set) var unlisted: [UnlistedFolder] = []
    /// Those that are left out, and folders whose accounts all are: nothing was asked of them but whether they are there.
    private(set) var excluded: [Account] = []
    /// Folders that lie outside the boundary, links followed: nothing was asked of them.
    private(set) var outside: [String] = []
    private let exclusions: AccountPatterns
    private let boundary: String?

    /// Looks.
    ///
    /// - Parameter boundary: the folder that nothing leads out of; nil: links are followed wherever they lead.
    init(
        _ pattern: String, excluding exclusions: AccountPatterns = AccountPatterns(), within boundary: String? = nil
    ) {
        self.exclusions = exclusions
        self.boundary = boundary
        let parts = pattern.split(separator: "/").map(String.init)
        walk(pattern.hasPrefix("/") ? "/" : "", parts[...], Way())
        unlisted.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        accounts.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// What was found on the way to a folder.
    private struct Way {
        /// What the wildcards stood for.
        var names: [String] = []
        /// See ``Account/home``, ``Account/base``.
        var home = "", base = ""
        /// Whether a name has followed a wildcard.
        private var isInside = false

        func found(_ name: String, at path: String) -> Way {
            var way = self
            way.names.append(name)
            way.home = path
            if !isInside { way.base = path }
            return way
        }

        func named() -> Way {
            var way = self
            way.isInside = !names.isEmpty
            return way
        }

        func account(at path: String) -> Account {
            Account(path: path, name: names.isEmpty ? path : names.joined(separator: "/"), home: home, base: base)
        }
    }

    private mutating func walk(_ folder: String, _ parts: ArraySlice<String>, _ way: Way) {
        if isExcluded(folder, parts, way) { return }
        guard let part = parts.first else {
            if isOutside(folder) { return }
            accounts.append(way.account(at: folder))
            return
        }
        let rest = parts.dropFirst()
        let prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
        if AccountPatterns.hasWildcard(part) {
            if isOutside(folder) { return }
            for name in list(folder, part) where rest.isEmpty || Self.mayBeFolder(prefix + name) {
                walk(prefix + name, rest, way.found(name, at: prefix + name))
            }
            return
        }
        var status = stat()
        if lstat(prefix + part, &status) == 0 {
            walk(prefix + part, rest, way.named())
        } else {
            note(folder, errno)
        }
    }

    /// Whether what lies on from here is excluded; it is, before anything in it is looked at.
    private mutating func isExcluded(_ folder: String, _ parts: ArraySlice<String>, _ way: Way) -> Bool {
        let prefix = folder.isEmpty || folder.hasSuffix("/") || parts.isEmpty ? folder : folder + "/"
        let here = way.account(at: prefix + parts.joined(separator: "/"))
        let isComplete = !parts.contains { AccountPatterns.hasWildcard($0) }
        guard isComplete ? exclusions.cover(here) : !way.names.isEmpty && exclusions.coverAll(in: here) else {
            return false
        }
        var status = stat()
        let outermost = isComplete && !way.names.isEmpty ? folder : isComplete ? here.path : folder
        if lstat(outermost, &status) == 0 {
            excluded.append(isComplete ? here : Account(path: folder, name: here.name + "/*", home: folder))
        }
        return true
    }

    private mutating func isOutside(_ folder: String) -> Bool {
        guard let boundary, FileStatus(folder) != nil, !FileName.isWithin(folder, boundary) else { return false }
        outside.append(folder)
        return true
    }

    /// The names in a folder that a part of the pattern stands for.
    private mutating func list(_ path: String, _ part: String) -> [String] {
        guard let folder = opendir(path.isEmpty ? "." : path) else {
            note(path, errno)
            return []
        }
        defer { closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            // A file system's own folder, which is root's alone, is nobody's account.
            if name != "lost+found", fnmatch(part, name, FNM_PERIOD) == 0 { names.append(name) }
            errno = 0
        }
        if errno != 0 { note(path, errno) }
        return names
    }

    private mutating func note(_ folder: String, _ code: Int32) {
        // What is not there, or is a file, is no account.
        if code == ENOENT || code == ENOTDIR { return }
        let found = UnlistedFolder(path: folder, code: code)
        if !unlisted.contains(found) { unlisted.append(found) }
    }

    private static func mayBeFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFDIR
    }
}

/// A folder on the way to accounts that could not be looked into.
public struct UnlistedFolder: Sendable, Equatable {
    /// Its path.
    public var path: String
    /// The system's error number.
    public var code: Int32

    /// Names a folder.
    package init(path: String, code: Int32) {
        self.path = path
        self.code = code
    }

    /// The command by which root lets this user read it; nil: permissions are not what is wrong.
    ///
    /// - Parameter hasExclusions: whether anything stays closed, which a command for a whole folder would open.
    package func command(hasExclusions: Bool) -> String? {
        if code != EACCES { return nil }
        if hasExclusions { return "spreu doctor --fix-permissions" }
        return MailAccess(user: FileOwner.currentUser, excluding: Exclusions()).open(path.forShell, except: "").first
    }
}
