// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads the lines of Spreu's own filter, in any of its formats (docs/commands/spreud.md): `message action=... queue=...`.
enum SpreudEvents {
    static func read(_ text: Span<UInt8>, into event: inout LogEvent) {
        event.reset()
        event.kind = .notice
        guard let word = text.find("message ", from: 0, before: text.count),
            text.find("verdict=", from: word, before: text.count) != nil
        else { return }
        event.kind = .verdict
        for (key, field) in fields {
            guard let found = text.find(key, from: word, before: text.count) else { continue }
            let start = found + key.utf8CodeUnitCount
            event.set(field, start, text.index(of: 0x20, from: start, or: text.count))
        }
    }

    private static let fields: [(StaticString, LogField)] = [
        (" action=", .action), (" probability=", .probability), (" queue=", .queueID), (" size=", .size),
        (" verdict=", .verdict), (" protocol=", .proto), (" reason=", .reason),
    ]
}
