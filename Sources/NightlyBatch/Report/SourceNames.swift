// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailIngest
import SpamTraining

/// The names of the ledger's sources in reports: accounts by the pattern that found them, others by their paths.
struct SourceNames {
    /// Patterns by the paths of Maildirs, as the ledger has them.
    private let patterns: [String: String]

    init(_ sources: [IngestSource]) {
        let accounts = sources.filter { $0.account != nil }
        patterns = Dictionary(
            accounts.flatMap { source in source.archives.paths.map { (Self.resolved($0), source.ruleName) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The name of a source with this path.
    func name(of path: String) -> String { patterns[path] ?? path }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
