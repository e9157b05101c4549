// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailArchive
public import MailIngest
import SpamTraining
import TrainingStore

/// One account that a pattern found.
struct Account: Equatable {
    /// The Maildir.
    var path: String
    /// What the wildcards of the pattern stood for, joined by `/`: `example.org/anna`.
    var name: String

    /// The Maildirs that match a pattern as shells read it (`*`, `?`, `[...]`), in byte order.
    static func matching(_ pattern: String) -> [Account] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
        let parts = pattern.split(separator: "/")
        let paths = (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { path in
            let names = zip(parts, path.split(separator: "/")).filter { part, _ in
                part.contains { "*?[".contains($0) }
            }.map { String($0.1) }
            return Account(path: path, name: names.isEmpty ? path : names.joined(separator: "/"))
        }
    }
}

extension NightlyConfiguration {
    /// The sources to ingest: each account that is there now, and the archives.
    ///
    /// - Returns: the sources, and the patterns that match nothing.
    public func ingestSources() -> (sources: [IngestSource], unmatched: [String]) {
        var sources: [IngestSource] = []
        var unmatched: [String] = []
        for source in self.sources {
            switch source {
            case .accounts(let pattern, let rule):
                let accounts = Account.matching(pattern)
                if accounts.isEmpty { unmatched.append(pattern) }
                sources += accounts.map { account in
                    IngestSource(
                        LabelledSource([account.path], format: .maildir), account: account.name, ruleName: pattern,
                        rule: { rule.label($0) })
                }
            case .archives(let paths, let isSpam):
                let name = isSpam ? "archives of spam" : "archives of ham"
                for path in paths {
                    let found = Account.matching(path).map(\.path)
                    if found.isEmpty { unmatched.append(path) }
                    sources += found.map { path in
                        IngestSource(LabelledSource([path]), ruleName: name) { _ in
                            .label(Opinion(isSpam: isSpam, origin: name))
                        }
                    }
                }
            }
        }
        return (sources, unmatched)
    }
}
