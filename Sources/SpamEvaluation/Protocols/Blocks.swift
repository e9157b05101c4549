// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// What the nightly protocol learns at once.
public enum BlockSize: Sendable, Equatable {
    /// So many messages; the last block may be shorter.
    case messages(Int)
    /// The messages of a calendar day, at so many seconds east of Greenwich.
    case day(secondsFromGMT: Int)

    /// The consecutive blocks of messages in the order given.
    ///
    /// A new day begins with the first message of a later day than any before: one that arrived late, or has no
    /// date, belongs to the day in which it stands.
    func blocks(of messages: [EvaluationMessage]) -> [Range<Int>] {
        switch self {
        case .messages(let size):
            precondition(size > 0, "a block has at least one message")
            return stride(from: 0, to: messages.count, by: size).map { $0..<min($0 + size, messages.count) }
        case .day(let offset):
            var starts = messages.isEmpty ? [] : [0]
            var latest: Int64?
            for (index, message) in messages.enumerated() {
                guard let date = message.example.date else { continue }
                let local = date &+ Int64(offset)
                let day = local >= 0 ? local / 86_400 : (local + 1) / 86_400 - 1
                if let before = latest, day > before { starts.append(index) }
                latest = max(latest ?? day, day)
            }
            return zip(starts, starts.dropFirst() + [messages.count]).map { $0..<$1 }
        }
    }
}
