// SPDX-License-Identifier: Apache-2.0

/// What the site's own filter did with a message when it came.
///
/// The raw values are stored (`messages.filtered` of the ledger) and never change their meaning.
public enum Filtering: UInt8, CaseIterable, Sendable {
    /// Nobody knows: the message came before there was a filter, or past it.
    case unknown = 0
    /// It called the message spam.
    case calledSpam = 1
    /// It called the message ham, or was unsure: it was delivered like any other.
    case passed = 2
}
