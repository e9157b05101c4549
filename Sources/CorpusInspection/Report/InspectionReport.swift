// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// What an inspection says, for programs (``json``); the pages and the lines for people are made of it, too.
///
/// It names no subject and no address: messages are called by Message-ID or digest, date and place, recipients by keyed digests.
package struct InspectionReport: Sendable {
    /// Where the corpus is from: what can be done about a message depends on it.
    package enum Origin: Sendable, Equatable {
        /// Archives: the owner moves messages.
        case archives
        /// A store, with the options that name it: `--store S`, `--config C`, or nothing.
        case store(options: String)
    }

    /// What was found.
    package let inspection: Inspection
    /// Where the corpus is from.
    package let origin: Origin
    /// The header fields that foretell the label by the features of a store.
    package var headerLeaks: [HeaderLeak] = []
    /// So many lines a list has at most in the text; JSON has all.
    package var maxLines: Int

    /// Creates a report.
    package init(_ inspection: Inspection, from origin: Origin, maxLines: Int = 10) {
        self.inspection = inspection
        self.origin = origin
        self.maxLines = maxLines
    }

    /// The messages.
    var messages: [InspectedMessage] { inspection.corpus.messages }

    /// What a message is called: by its Message-ID where that is known, else by its digest.
    package func name(of message: InspectedMessage) -> String {
        message.messageID.map { "<\($0)>" } ?? Self.digest(of: message)
    }

    /// As much of a digest as names a message: what `find`, `label` and `forget` take.
    static func digest(of message: InspectedMessage) -> String { message.digest.prefix(8).hexadecimal }
}
