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

    /// A path of any bytes but NUL as C wants it: with one at the end.
    static func terminated(_ path: ArraySlice<UInt8>) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }

    /// The folder that a path lies in.
    static func folder(of path: String) -> String {
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
