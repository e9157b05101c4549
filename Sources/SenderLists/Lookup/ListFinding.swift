// SPDX-License-Identifier: Apache-2.0
package import SpamModel

/// What the list says of a message.
package struct ListFinding: Sendable, Equatable {
    /// Why an entry that allows a message does not count for it.
    package enum Reason: String, Sendable, CaseIterable {
        /// The configuration names no server whose Authentication-Results count.
        case noAuthservID = "no-authserv-id"
        /// The site's servers wrote no result.
        case noResults = "no-results"
        /// What they wrote does not show that the sender is who he says he is.
        case unauthenticated
    }

    /// What is done, whatever the score; nil: the list has nothing that counts.
    package var action: ListAction?
    /// What kind of entry decided; nil: none.
    package var kind: ListSubject.Kind?
    /// Why an entry that would allow the message does not count; nil: there is none, or it counts.
    package var ignored: Reason?

    /// Makes a finding.
    package init(action: ListAction? = nil, kind: ListSubject.Kind? = nil, ignored: Reason? = nil) {
        self.action = action
        self.kind = kind
        self.ignored = ignored
    }
}
