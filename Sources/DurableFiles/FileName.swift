// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The name of a file in its folder, apart from what the file holds.
package enum FileName {
    /// Gives a file or folder another name within its file system, in place of the file that has it.
    ///
    /// - Throws: ``DurableFileError`` that names the new path.
    package static func move(_ path: String, to newPath: String) throws(DurableFileError) {
        guard rename(path, newPath) == 0 else { throw DurableFileError(path: newPath, call: "rename") }
    }

    /// Lets a symbolic link lead to another target, with no instant at which there is none.
    package static func link(_ path: String, to target: String) throws(DurableFileError) {
        let temporary = path + temporarySuffix()
        guard symlink(target, temporary) == 0 else { throw DurableFileError(path: temporary, call: "symlink") }
        do throws(DurableFileError) {
            try move(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Where links of a path lead in the end, from the root of the file system; nil if there is nothing.
    package static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The most links on one way, as the kernel has it.
    private static let maxLinks = 40

    /// Where a path lies for whom a folder is the root of the file system: no link leads out of it, nor does `..`.
    ///
    /// - Parameter root: the folder; empty: the path is returned as it is.
    /// - Returns: the path from here, with no link in it as far as it exists; nil: it has too many.
    package static func resolved(_ path: String, below root: String) -> String? {
        if root.isEmpty { return path }
        var waiting = path.split(separator: "/").reversed().map(String.init)
        var way: [String] = []
        var links = 0
        while let part = waiting.popLast() {
            if part == "." { continue }
            if part == ".." {
                _ = way.popLast()
                continue
            }
            let place = ([root] + way + [part]).joined(separator: "/")
            guard FileStatus(place, followsLinks: false)?.kind == .link, let target = target(of: place) else {
                way.append(part)
                continue
            }
            links += 1
            if links > maxLinks { return nil }
            if target.hasPrefix("/") { way = [] }
            waiting += target.split(separator: "/").reversed().map(String.init)
        }
        return ([root] + way).joined(separator: "/")
    }

    private static func target(of link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &bytes, bytes.count)
        guard count > 0, count < bytes.count else { return nil }
        return String(decoding: bytes[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a path lies in a folder, once all links are followed; false where there is nothing.
    package static func isWithin(_ path: String, _ folder: String) -> Bool {
        guard let path = resolved(path), let folder = resolved(folder) else { return false }
        return path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
    }

    /// A path of any bytes but NUL as C wants it: with one at the end.
    static func terminated(_ path: ArraySlice<UInt8>) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }

    /// The folder that a path lies in.
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What the name of something unfinished ends with; no two have the same.
    static func temporarySuffix() -> String { temporaryMark + String(UInt64.random(in: 0...UInt64.max), radix: 36) }

    private static let temporaryMark = ".new-"

    /// Whether a name is one that ``temporarySuffix()`` was added to, of something whose name ends with `kind`.
    static func isTemporary(_ name: String, of kind: String) -> Bool {
        guard let mark = name.firstRange(of: temporaryMark) else { return false }
        let number = name[mark.upperBound...]
        return name[..<mark.lowerBound].hasSuffix(kind) && UInt64(number, radix: 36) != nil && !number.hasPrefix("+")
    }
}
