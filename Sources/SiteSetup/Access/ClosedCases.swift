// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import TextOutput

/// What a shell's `case` knows closed accounts by, among the paths that a pattern finds: also those that are made later.
///
/// Rather too much is passed over than too little: `*` stands for a slash, too, and what is passed over is told by each night. Paths
/// are compared in small letters, for exclusions do not mind; of other letters than those of ASCII, which `tr` leaves as they are, both
/// forms are there.
struct ClosedCases {
    /// For each exclusion the patterns of a `case`, quoted for a shell.
    private(set) var lines: [String] = []

    private let parts: [String]
    /// Where in the pattern wildcards are.
    private let wildcards: [Int]
    private var globs: [String] = []

    /// Makes them.
    ///
    /// - Parameters:
    ///   - exclude: what is excluded, with paths as the server has them.
    ///   - homes: the homes of closed accounts that are there.
    ///   - pattern: the pattern for Maildirs.
    init(_ exclude: Exclusions, homes: [String], in pattern: String) {
        let parts = pattern.split(separator: "/").map(String.init)
        self.parts = parts
        wildcards = parts.indices.filter { AccountPatterns.hasWildcard(parts[$0]) }
        for name in exclude.accounts.patterns { add(paths(name) + whole(name)) }
        for home in homes where !isCovered(home) {
            let word = Self.small(home).forShell
            lines.append("\(word)|\(word)/*")
        }
    }

    private mutating func add(_ paths: [String]) {
        var seen: Set<String> = []
        let forms = paths.flatMap { [$0, $0.lowercased(), $0.uppercased()] }.map(Self.small)
            .filter { seen.insert($0).inserted }
        if forms.isEmpty { return }
        // With an escape a shell may read something else: the homes then have lines of their own.
        globs += forms.filter { !$0.contains("\\") }
        lines.append(forms.map(ShellPattern.quoted).joined(separator: "|"))
    }

    /// The Maildirs of accounts that a name of `exclude` means.
    private func paths(_ name: String) -> [String] {
        if name.hasPrefix("/") { return [name, name + "/*"] }
        guard let last = wildcards.last else { return [] }
        let others = wildcards.dropLast()
        let names = name.split(separator: "/").map(String.init)
        if names.count > 1 {
            var paths: [String] = []
            if names.count == wildcards.count {
                paths.append(path(Dictionary(zip(wildcards, names)) { first, _ in first }))
            }
            // A domain with a user, whatever lies between.
            if names.count == 2 {
                paths += others.flatMap { users(names[1], at: last, [$0: names[0]]) }
                paths.append(path([last: names[1] + "@" + names[0]]))
            }
            return paths
        }
        guard let at = name.firstIndex(of: "@") else {
            // A folder may be called as the whole address.
            return users(name, at: last, [:]) + [path([last: name + "@*"])]
        }
        let (user, domain) = (String(name[..<at]), String(name[name.index(after: at)...]))
        return [path([last: name])] + others.flatMap { users(user, at: last, [$0: domain]) }
    }

    /// The name in the place of all that the wildcards stand for: its own may stand for a slash, too.
    private func whole(_ name: String) -> [String] {
        guard !name.hasPrefix("/"), let first = wildcards.first, let last = wildcards.last else { return [] }
        return ["/" + (parts[..<first] + [name] + parts[(last + 1)...]).joined(separator: "/")]
    }

    private func users(_ user: String, at last: Int, _ others: [Int: String]) -> [String] {
        var names = others
        names[last] = user
        let plain = path(names)
        // iRedMail's folders bear the time at which they were made.
        names[last] = user + "-[0-9][0-9][0-9][0-9].[0-9]*"
        return wildcards.count > 1 ? [plain, path(names)] : [plain]
    }

    private func path(_ names: [Int: String]) -> String {
        "/" + parts.indices.map { names[$0] ?? parts[$0] }.joined(separator: "/")
    }

    /// As `tr` makes it.
    private static func small(_ text: String) -> String {
        var small = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isCapital = "A"..."Z" ~= scalar
            small.append(isCapital ? Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) + 32) : scalar)
        }
        return String(small)
    }

    private func isCovered(_ home: String) -> Bool {
        // As the loop has the path: with what lies below the home.
        let below = parts[min(parts.count, (wildcards.last ?? parts.count - 1) + 1)...]
        let path = Self.small(([home] + below).joined(separator: "/"))
        return globs.contains { ShellPattern.matches($0, path) }
    }
}
