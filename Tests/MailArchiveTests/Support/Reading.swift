// SPDX-License-Identifier: Apache-2.0
import MailArchive

/// All that reading some sources gave.
struct Reading {
    var messages: [ArchivedMessage] = []
    var warnings: [ArchiveWarning] = []

    init(_ sources: String..., format: ArchiveFormat? = nil, limits: ArchiveLimits = .standard) {
        for event in ArchiveReader(sources, format: format, limits: limits) { add(event) }
    }

    init(_ reader: ArchiveReader) {
        for event in reader { add(event) }
    }

    private mutating func add(_ event: ArchiveEvent) {
        switch event {
        case .message(let message): messages.append(message)
        case .warning(let warning): warnings.append(warning)
        }
    }

    /// The messages' bytes as text, for those that are ASCII.
    var texts: [String] { messages.map { String(decoding: $0.bytes, as: UTF8.self) } }
    var problems: [ArchiveWarning.Problem] { warnings.map(\.problem) }
    var folders: [String?] { messages.map(\.provenance.folder) }
}

extension ArchiveReader {
    /// The next message; what is warned of before it is passed over.
    mutating func nextMessage() -> ArchivedMessage? {
        while let event = next() {
            if case .message(let message) = event { return message }
        }
        return nil
    }
}

/// A small message that can be told from others by its number.
func mail(_ number: Int, lineEnd: String = "\n") -> String {
    ["From: ann@example.com", "Subject: number \(number)", "", "Body of number \(number).", ""]
        .joined(separator: lineEnd)
}

/// A line that begins a message in an mbox.
let postmark = "From ann@example.com Thu Aug  2 18:26:25 2002"
