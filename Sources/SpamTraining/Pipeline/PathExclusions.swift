// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The files and folders within a source that are left out, as its messages' paths name them.
struct PathExclusions {
    /// Paths without a slash at the end.
    private var paths: [String] = []

    /// Nothing is left out.
    init() {}

    /// What a source leaves out.
    ///
    /// Links are followed on both sides, so that `~/Maildir` and `Maildir/.Junk` are known to belong together. The
    /// source's own paths stay in: what one class names whole, another cannot take away.
    init(_ source: LabelledSource) {
        for excluded in source.excluding {
            guard let target = Self.resolved(excluded) else { continue }
            for path in source.paths {
                guard let base = Self.resolved(path), target.hasPrefix(base + "/") else { continue }
                paths.append((path.hasSuffix("/") ? String(path.dropLast()) : path) + target.dropFirst(base.count))
            }
        }
    }

    /// Whether the message at a path is left out.
    func contain(_ path: String) -> Bool {
        paths.contains { path.hasPrefix($0) && (path.utf8.count == $0.utf8.count || path.hasPrefix($0 + "/")) }
    }

    private static func resolved(_ path: String) -> String? {
        guard path != "-", let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
