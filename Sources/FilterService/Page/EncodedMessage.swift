// SPDX-License-Identifier: Apache-2.0

/// A message in a hidden field of a form, as hexadecimal digits: no browser changes its bytes or line ends.
enum EncodedMessage {
    private static let digits = Array("0123456789abcdef".utf8)

    /// The digits of a message.
    static func encode(_ message: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(message.count * 2)
        for byte in message {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The message of some digits; nil if they are none.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var message: [UInt8] = []
        message.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = digits.firstIndex(of: text[index]), let low = digits.firstIndex(of: text[index + 1]) else {
                return nil
            }
            message.append(UInt8(high << 4 | low))
        }
        return message
    }
}
