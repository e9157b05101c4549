// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// Damages mail as networks, gateways and attackers do: the same way for the same seed.
struct Mutator {
    private var random: SplitMix64
    private static let syntax = Array("\n\r\t :;,=?()<>@\"\\-.[]/*'%&#!_\0\u{7F}".utf8) + [0x80, 0xC3, 0xFF]
    private static let words: [[UInt8]] = [
        "\n\n", "\r\n", "\nContent-Type: multipart/mixed; boundary=b\n\n--b\n", "\n--b--\n", "=?utf-8?q?", "?=", "=\n",
        "Content-Transfer-Encoding: base64\n", "\nContent-Type: message/rfc822\n\n", "\nbegin 644 a.exe\n", "<a href=",
        "<!--", "&#x", "filename*0*=utf-8''%", "\nReceived: from ", "\u{1B}$B", "+AGE-", "\u{FEFF}",
    ].map { Array($0.utf8) }

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The bytes with one to eight damages.
    mutating func damaged(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty { damage(&bytes) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let piece = place..<min(place + Int.random(in: 1...80, using: &random), bytes.count)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = Self.syntax[Int.random(in: 0..<Self.syntax.count, using: &random)]
        case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 3: bytes.insert(contentsOf: Array(bytes[piece]), at: place)
        case 4: bytes.removeSubrange(piece)
        case 5: bytes.insert(contentsOf: Self.words[Int.random(in: 0..<Self.words.count, using: &random)], at: place)
        case 6:
            let target = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(contentsOf: Array(bytes[piece]), at: target)
        default: bytes.removeSubrange(place...)
        }
    }
}
