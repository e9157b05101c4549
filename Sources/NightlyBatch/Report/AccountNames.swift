// SPDX-License-Identifier: Apache-2.0
public import TrainingStore

/// What accounts are called in reports: by numbers, for a report is about a filter and not about people.
///
/// The number is that of the account's first source in the ledger, so it is the same every night. An account known only
/// from user feedback has no source and is named after its first message: `account d12`.
public struct AccountNames: Sendable {
    /// The configuration's `people`.
    public enum Style: String, Sendable, CaseIterable {
        /// `account 7`.
        case numbers
        /// As the account is called.
        case names
    }

    private static let prefix = "account "

    private let numbers: [String: String]
    private let style: Style

    /// Numbers the accounts that a store knows.
    public init(_ store: TrainingStore, style: Style = .numbers) throws(StoreError) {
        numbers = try store.accountNumbers()
        self.style = style
    }

    /// What a report calls an account.
    package func shown(_ account: String) -> String {
        style == .names ? account : pseudonym(of: account) ?? "an account without mail"
    }

    /// What an account is called if it is not named; nil: the store does not know it.
    package func pseudonym(of account: String) -> String? {
        (AccountAddress(address: account).flatMap { numbers[$0.account] } ?? numbers[account]).map { Self.prefix + $0 }
    }

    /// The account behind a number or a pseudonym; nil: none.
    func account(_ pseudonym: String) -> String? {
        let number = pseudonym.hasPrefix(Self.prefix) ? String(pseudonym.dropFirst(Self.prefix.count)) : pseudonym
        return numbers.first { $0.value == number }?.key
    }

    /// All accounts with their pseudonyms, by name, for those entitled to know.
    public var all: [(pseudonym: String, account: String)] {
        numbers.sorted { $0.key < $1.key }.map { (Self.prefix + $0.value, $0.key) }
    }
}
