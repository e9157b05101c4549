// SPDX-License-Identifier: Apache-2.0

/// Mail that another server handed in, as the logs show it: by whom, and what became of it.
///
/// No address of a person is in it.
package struct ReceivedMail: Sendable, Equatable {
    /// What became of it.
    package enum Outcome: Sendable, Equatable {
        /// Spreu's filter called it spam or ham.
        case judged(isSpam: Bool)
        /// It was taken, and no verdict on it is in the logs, or none that is sure.
        case unjudged
        /// It was refused for good, and no verdict is in the logs.
        case refused
    }

    /// When it arrived, in seconds since 1970.
    package var time: Int
    /// The client's address.
    package var clientAddress = ""
    /// The name that the server found for the address; empty: none.
    package var clientName = ""
    /// What the client called itself; empty: not in the logs, where Postfix writes it beside rules only.
    package var helo = ""
    /// The domain of the envelope's sender; empty: none, or not known.
    package var senderDomain = ""
    /// What became of it.
    package var outcome = Outcome.unjudged

    /// Longer names and addresses are cut, in bytes.
    static let maxNameBytes = 255

    /// Makes mail of which only the time is known.
    package init(time: Int) { self.time = time }
}
