// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What a notification says in words, without the message that it brings back.
struct NoticeText {
    /// The most bytes that are read of it.
    static let limit = 64 << 10

    /// The text in lower case, on one line.
    let words: String
    /// Its lines, as they stand.
    let lines: [Substring]
    /// The header of the message that the text copies; nil: none is in it.
    let copied: Header?

    /// Takes the first text of a message.
    init(_ message: Message) {
        var text: [UInt8] = []
        let part =
            message.parts.first {
                $0.children.isEmpty && $0.contentType.type == "text" && $0.contentType.subtype == "plain"
            }
            ?? message.parts.first { $0.children.isEmpty && $0.isText }
        if let part, part.contentType.subtype == "html" {
            text = message.content(alternatives: .preferred).visibleText
        } else {
            part?.appendText(to: &text, limit: Self.limit)
        }
        self.init(String(decoding: text.prefix(Self.limit), as: UTF8.self))
    }

    /// Takes a text apart.
    init(_ text: String) {
        let all = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The copy begins where fields begin that no notification has of its own.
        let start = all.firstIndex { line in
            let head = line.prefix(20).lowercased()
            return Self.firstFields.contains { head.hasPrefix($0) }
        }
        lines = Array(all[..<(start ?? all.count)])
        copied = start.map { start in
            // Fields may stand before the one that was found; quoted copies have a mark before each line.
            Message(Array(all[start...].joined(separator: "\n").utf8)).header
        }
        words = Self.plain(lines.joined(separator: " "))
    }

    /// Fields that a copied message's header begins with.
    private static let firstFields = [
        "received: ", "return-path: ", "message-id: <", "x-original-to: ", "delivered-to: ", "dkim-signature: ",
        "authentication-result", "arc-seal: ", "x-ymail", "x-received: ",
    ]

    /// A text in lower case, all blanks one.
    static func plain(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
