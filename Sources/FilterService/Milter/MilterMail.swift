// SPDX-License-Identifier: Apache-2.0

/// A message that came in whole, and what is known of it.
package struct MilterMail: Sendable {
    /// What is scored.
    package var message: SubmittedMessage
    /// Where it came from.
    package var source: MailSource
    /// Whose mail it is, by the places of ``CustomerTable``; empty: the default's.
    var customers: [Int]
    /// Who sends it to whom, if that is the brake's business; nil: it is not.
    package var outgoing: OutgoingMail?
    /// The mail server's name for it.
    package var queueID: String?
    /// How many fields of each of ``MilterSettings/ownNames`` it came with.
    var forged: [Int]
    /// Whether so many of its fields are forged that deleting each would keep the mail server busy.
    var isForgery: Bool
    /// Its first Subject field.
    var subject: Subject

    /// A Subject field as far as it can be rewritten.
    enum Subject: Sendable, Equatable {
        /// There is none.
        case missing
        /// Its value.
        case value([UInt8])
        /// It is longer than ``maxBytes``: it is kept in no second copy, and stays as it is.
        case tooLong

        /// The longest value that is kept, in bytes: a hundred lines of what people see.
        static let maxBytes = 8 << 10

        init(_ value: [UInt8]) { self = value.count <= Self.maxBytes ? .value(value) : .tooLong }
    }
}
