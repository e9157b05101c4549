// SPDX-License-Identifier: Apache-2.0

/// Who or what says that mail is spam or ham: people's labels, and beside them, never among them, what the filter and the server did.
package enum Testimony: Sendable, Equatable {
    /// A label that rests on people.
    case label(Label)
    /// What the filter took it for, and nobody has labelled: its opinion, which may be wrong wherever the filter is.
    case verdict(isSpam: Bool)
    /// The server refused it for good, by rules and lists: it says how much comes, not what it is.
    case refusal

    /// What people said.
    package struct Label: Sendable, Equatable {
        /// What it says.
        package var isSpam: Bool
        /// How surely, above 0 to 1: of the night's review 2p - 1, where p is the probability of the class.
        package var certainty: Double
        /// The number of the account whose mail it is; nil: an archive, an index or the administrator says it.
        package var account: Int32?

        /// Makes a label.
        package init(isSpam: Bool, certainty: Double = 1, account: Int32? = nil) {
            self.isSpam = isSpam
            self.certainty = certainty
            self.account = account
        }
    }

    /// What an archive's or an index' class says.
    package init(isSpam: Bool) { self = .label(Label(isSpam: isSpam)) }

    /// Whether people say that it is spam; nil: people say nothing.
    package var isLabelledSpam: Bool? {
        if case .label(let label) = self { return label.isSpam }
        return nil
    }

    /// Whether people or the filter call it spam.
    var callsSpam: Bool {
        switch self {
        case .label(let label): label.isSpam
        case .verdict(let isSpam): isSpam
        case .refusal: false
        }
    }
}
