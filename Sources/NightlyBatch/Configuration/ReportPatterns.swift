// SPDX-License-Identifier: Apache-2.0

/// The mailboxes to which people forward, as attachment, what the filter got wrong, as a configuration names them.
///
/// A name is an account of the sources, as under `exclude`; or the path of a Maildir or of one folder in it, which may be of
/// no account.
public struct ReportPatterns: Sendable, Equatable {
    /// Where spam is reported.
    public var spam = AccountPatterns()
    /// Where ham is reported.
    public var ham = AccountPatterns()

    /// None.
    public init() {}

    /// What an account's mail reports; nil: it is none of these.
    func isSpam(reportedTo account: Account) -> Bool? {
        spam.cover(account) ? true : ham.cover(account) ? false : nil
    }

    /// The paths that are no account of the sources, for themselves.
    func paths(besides accounts: [Account]) -> [(path: String, isSpam: Bool)] {
        spam.idle(among: accounts).filter { $0.hasPrefix("/") }.map { ($0, true) }
            + ham.idle(among: accounts).filter { $0.hasPrefix("/") }.map { ($0, false) }
    }

    /// The names that mean no account.
    func idle(among accounts: [Account]) -> [String] {
        (spam.idle(among: accounts) + ham.idle(among: accounts)).filter { !$0.hasPrefix("/") }
    }
}
