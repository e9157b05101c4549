// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// The files and folders within a source that are left out, as its messages' paths name them.
struct PathExclusions: Sendable {
    /// Paths without a slash at the end.
    private var paths: Set<Substring> = []

    /// Nothing is left out.
    init() {}

    /// What a source leaves out.
    ///
    /// A path belongs to a source by the way it is written (`Maildir/.Junk` in `Maildir`, also where it is a link to
    /// elsewhere) or by where it leads (`/home/ann/Maildir/.Junk` in `~/Maildir`). The source's own paths stay in: what
    /// one class names whole, another cannot take away.
    init(_ source: LabelledSource) {
        guard !source.excluding.isEmpty else { return }
        let written = Set(source.paths.map(Self.withoutSlash))
        var leading: [Substring: Substring] = [:]
        for path in source.paths {
            if let resolved = Self.resolved(path) { leading[resolved[...]] = Self.withoutSlash(path) }
        }
        for excluded in source.excluding {
            let name = Self.withoutSlash(excluded)
            if Self.ancestors(of: name).contains(where: written.contains) { paths.insert(name) }
            guard let target = Self.resolved(excluded)?[...] else { continue }
            for ancestor in Self.ancestors(of: target) {
                if let path = leading[ancestor] { paths.insert(path + target.dropFirst(ancestor.count)) }
            }
        }
    }

    /// Whether the message at a path is left out.
    func contain(_ path: String) -> Bool {
        if paths.isEmpty { return false }
        return paths.contains(path[...]) || Self.ancestors(of: path[...]).contains { paths.contains($0) }
    }

    /// The folders that a path lies in, as the path names them, the nearest first.
    private static func ancestors(of path: Substring) -> some Sequence<Substring> {
        sequence(state: path) { (rest: inout Substring) -> Substring? in
            guard let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")), slash > rest.startIndex else { return nil }
            rest = rest[..<slash]
            return rest
        }
    }

    private static func withoutSlash(_ path: String) -> Substring {
        path.count > 1 && path.hasSuffix("/") ? path.dropLast() : path[...]
    }

    private static func resolved(_ path: String) -> String? {
        path == "-" ? nil : FileName.resolved(path)
    }
}
