// SPDX-License-Identifier: Apache-2.0

/// A message that came in whole, and what is known of it.
package struct MilterMail: Sendable {
    /// What is scored.
    package var message: SubmittedMessage
    /// Where it came from.
    package var source: MailSource
    /// The mail server's name for it.
    package var queueID: String?
    /// How many fields of each of ``MilterSettings/ownNames`` it came with.
    var forged: [Int]
    /// Whether so many of its fields are forged that deleting each would keep the mail server busy.
    var isForgery: Bool
    /// The value of its first Subject field.
    var subject: [UInt8]?
}
