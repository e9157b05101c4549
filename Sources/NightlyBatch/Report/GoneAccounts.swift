// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailIngest
import TextOutput
public import TrainingStore

/// Accounts whose mail the store has seen where nothing is any more: removed, renamed, or on a disk that is not mounted.
///
/// One that could not be looked into is none of these: ``FoundSources/unlisted``.
public struct GoneAccounts: Sendable {
    /// Their names, in order.
    public let names: [String]
    /// How many accounts have mail as far as the store knows.
    public let known: Int
    /// Where their mail lay.
    let sources: [Int64]
    /// The option that names the site, for advice.
    package let command: String

    /// Compares what the store knows with what is there now.
    ///
    /// - Parameter command: the option that names the site, for advice.
    public init(_ store: TrainingStore, _ found: FoundSources, command: String) throws(StoreError) {
        self.command = command
        // What is excluded is not gone, but not looked for; what people report to is read, but no account.
        let excluded = Set((found.excluded + found.reportAccounts).map(\.name))
        let all = try store.accountSources().filter {
            !excluded.contains($0.account)
                && !found.exclusions.accounts.cover(name: $0.account)
        }
        let present = Set(found.sources.compactMap(\.account))
        let closed = found.unlisted.map { Self.resolved($0.path) + "/" }
        let gone = all.filter { source in
            !present.contains(source.account) && !closed.contains { source.path.hasPrefix($0) }
        }
        known = Set(all.map(\.account)).count
        names = Set(gone.map(\.account)).sorted()
        sources = gone.map(\.number)
    }

    /// Whether most accounts are gone at once: then it is the disk that is missing.
    public var areMost: Bool { 2 * names.count > known }

    /// What to say of them; nil if there are none.
    public var warning: String? {
        guard let first = names.first else { return nil }
        if areMost {
            return "\(grouped(names.count)) of \(grouped(known)) accounts that had mail are gone, such as \(first): is "
                + "their disk mounted? Their mail is not treated as deleted"
        }
        let which = names.count == 1 ? "the account \(first)" : "\(grouped(names.count)) accounts, such as \(first),"
        return
            "\(which) had mail and can no longer be found: if that is a mistake, correct the path or its "
            + "permissions; what was learned stays until 'spreu forget \(command) --account NAME'"
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
