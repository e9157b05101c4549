// SPDX-License-Identifier: Apache-2.0

/// What is done with a message that cannot be scored.
package enum ErrorAction: String, Sendable, CaseIterable {
    /// It is delivered, with a header that says so.
    case accept
    /// The sender is told to try again later.
    case tempfail
}
