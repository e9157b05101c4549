// SPDX-License-Identifier: Apache-2.0

/// What a client of the spamd protocol asks for, but for the message.
///
/// - SeeAlso: spamd/PROTOCOL of Apache SpamAssassin; Exim's src/spam.c for `RSPAMC`.
package struct SpamdRequest: Sendable, Equatable {
    /// The command.
    package enum Command: String, Sendable, CaseIterable {
        /// Whether anybody is there.
        case ping = "PING"
        /// Nothing at all: the client changed its mind.
        case skip = "SKIP"
        /// The verdict.
        case check = "CHECK"
        /// The verdict and the names of what was found.
        case symbols = "SYMBOLS"
        /// The verdict and a text for people.
        case report = "REPORT"
        /// The same, with the text only of spam.
        case reportIfSpam = "REPORT_IFSPAM"
        /// The message with header fields added.
        case process = "PROCESS"
        /// Only its header with the fields added.
        case headers = "HEADERS"
        /// What the message is: to be learned.
        case tell = "TELL"

        /// Whether a message follows.
        package var hasMessage: Bool { self != .ping && self != .skip }
    }

    /// Who asks in which version: replies differ.
    package enum Dialect: Sendable, Equatable {
        /// `SPAMC/1.n`.
        case spamc(minor: Int)
        /// `RSPAMC/1.n`, as Exim's `variant=rspamd` speaks it.
        case rspamc
    }

    /// The command.
    package var command: Command
    /// Who asks.
    package var dialect: Dialect
    /// `User`: whose mail it is, as the client says.
    package var user: String?
    /// `Queue-Id`: the mail server's name for the message.
    package var queueID: String?
    /// `Content-length`: bytes of the message as it is sent, compressed or not; nil: up to the end of the connection.
    package var contentLength: Int?
    /// `Compress: zlib`.
    package var isCompressed = false
    /// `Message-class`: `spam` or `ham`.
    package var messageClass: String?
    /// `Set: local`: learn it.
    package var setsLocal = false
    /// `Remove: local`: forget it.
    package var removesLocal = false
    /// `Spreu: status`, this project's own, which `spreu ping` sends with `PING`: tell also how the service is.
    package var wantsStatus = false

    /// Makes a request of its first line, without fields.
    package init(command: Command, dialect: Dialect) {
        self.command = command
        self.dialect = dialect
    }
}
