// SPDX-License-Identifier: Apache-2.0

/// A mail of the program's own that the machine's `sendmail` takes: plain text, marked as generated (RFC 3834).
package struct LocalMail: Sendable, Equatable {
    /// Addresses of those who get it.
    package var recipients: [String]
    /// The subject, one line.
    package var subject: String
    /// The text, with its last line's end.
    package var body: String
    /// Further fields of the header, a line each: `List-Id: <junk.example.com>`.
    package var fields: [String] = []
    /// Whether it has no envelope sender, so that nobody can answer or bounce it (RFC 3834, section 3.3).
    package var isUnanswerable = false

    /// Makes a mail.
    package init(to recipients: [String], subject: String, body: String) {
        (self.recipients, self.subject, self.body) = (recipients, subject, body)
    }

    /// The most bytes that ``program(_:)`` hands in.
    package static let maxBytes = ChildProgram.maxInputBytes

    /// The mail as `sendmail` takes it, line ends as in files.
    package var text: String {
        """
        To: \(recipients.joined(separator: ", "))
        Subject: \(EncodedHeader.encoded(subject))
        \(fields.map { $0 + "\n" }.joined())Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        \(body)
        """
    }

    /// The program that hands it in.
    package func program(_ sendmail: String) -> ChildProgram {
        ChildProgram(
            sendmail, ["-i"] + (isUnanswerable ? ["-f", "<>"] : []) + ["--"] + recipients, input: Array(text.utf8))
    }
}
