// SPDX-License-Identifier: Apache-2.0

/// What a message shows beside its text that might give away which archive it is from, and so its label.
///
/// Some of it features see, and some they never do. No text, subject or address is in it: recipients are keyed digests, and
/// values of fields are short words without an at sign.
package struct MessageClues: Sendable, Equatable {
    /// One thing that a message shows.
    package struct Clue: Sendable, Hashable {
        /// Of which kind.
        package var kind: ClueKind
        /// What it is: the name of a field, a month, a shape.
        package var value: String
        /// Whether features can show it to a learner.
        package var isSeen: Bool

        /// Creates a clue.
        package init(_ kind: ClueKind, _ value: String, isSeen: Bool) {
            self.kind = kind
            self.value = value
            self.isSeen = isSeen
        }
    }

    /// The message's id as it stands, without its brackets.
    package var messageID: String?
    /// The network that handed it over, as `192.0.2.0/24`; nil: none that could be told.
    package var network: String?
    /// All that it shows, each once.
    package var clues: [Clue]

    /// Creates clues.
    package init(messageID: String? = nil, network: String? = nil, clues: [Clue] = []) {
        self.messageID = messageID
        self.network = network
        self.clues = clues
    }
}

/// The kinds of clues.
package enum ClueKind: String, Sendable, CaseIterable {
    /// A header field is there.
    case field
    /// The first word of a field.
    case fieldValue = "value"
    /// The last field of the header.
    case lastField = "last field"
    /// The folder, or the folder that a file lies in.
    case folder
    /// The mailing list that it came by (List-Id).
    case list
    /// Whom it went to, by a keyed digest.
    case recipient
    /// The year of its date.
    case year
    /// The month of its date.
    case month
    /// What the boundary of its parts is made of.
    case boundary
    /// What its Message-ID is made of.
    case messageID = "message-id"
    /// How its lines end.
    case lineEnds = "line ends"
    /// The type of the whole message.
    case contentType = "content type"
    /// The charset of a part.
    case charset
    /// The server that wrote a Received field.
    case server
    /// A result of a check of its sender (RFC 8601), or of SPF.
    case authentication
    /// The envelope sender's form in an mbox.
    case separator
}
