// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// A report that was not read, and why.
package struct RefusedReport: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why it was not read.
    package enum Reason: Sendable, Equatable {
        /// It is larger than ``FeedbackLimits/packedBytes``.
        case tooLarge(bytes: Int)
        /// It unpacks to more than ``FeedbackLimits/unpackedBytes``.
        case unpacksTooFar(limit: Int)
        /// An archive holds more files than ``FeedbackLimits/members``.
        case tooManyFiles(limit: Int)
        /// Archives lie in archives, deeper than ``FeedbackLimits/archiveDepth``.
        case archiveInArchive
        /// A zip archive takes a password.
        case encrypted
        /// Compressed bytes are damaged from the first on, or packed by a method that is not read.
        case damaged
        /// The file is empty.
        case empty
        /// XML that declares a document type or entities: no report needs them, and bombs are made of them.
        case declaresEntities
        /// Neither a report nor mail.
        case noReport
        /// XML or JSON that is not well-formed, and of which nothing could be saved; with the parser's words.
        case malformed(String)
        /// It lacks what every report has; the name of the field.
        case lacks(String)
        /// The file could not be read; the system's words.
        case unreadable(String)
    }

    /// Where it lies, as people call it.
    package var place: String
    /// Why it was not read.
    package var reason: Reason

    /// Makes a refusal.
    package init(place: String = "", reason: Reason) {
        self.place = place
        self.reason = reason
    }

    /// A line for a report.
    package var description: String { "\(place): \(reason)" }
}

extension RefusedReport.Reason: CustomStringConvertible {
    /// What is wrong, in a few words, and what to do where something can be done.
    package var description: String {
        switch self {
        case .tooLarge(let bytes): "\(size(ofBytes: bytes)) are too much for a report"
        case .unpacksTooFar(let limit): "it unpacks to more than \(size(ofBytes: limit))"
        case .tooManyFiles(let limit): "the archive holds more than \(limit) files"
        case .archiveInArchive: "archives within archives: unpack it by hand if you trust it"
        case .encrypted: "the archive takes a password"
        case .damaged: "the compressed data are damaged, or packed in a way that is not read here"
        case .empty: "the file is empty"
        case .declaresEntities: "the XML declares a document type or entities, which no report needs"
        case .noReport: "neither a report nor mail"
        case .malformed(let words): "not well-formed: \(words)"
        case .lacks(let name): "it lacks \(name)"
        case .unreadable(let words): words
        }
    }
}
