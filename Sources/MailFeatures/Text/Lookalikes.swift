// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Letters of different alphabets that look the same, and words that mix them ("pаypal" with a Cyrillic a).
///
/// A word of one alphabet is never changed. A word with letters of Latin and of another is brought to Latin if all its
/// other letters have Latin doubles, else to Cyrillic or Greek if all its Latin letters have doubles there; it is left
/// as it is if neither is so (honest compounds, as in mathematics). Each mixed word counts as one trick.
enum Lookalikes {
    /// Pairs of a foreign letter and its Latin double, the closest ones of Unicode's confusables.
    private static let pairs: StaticString = """
        аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ѵv ӏl кk тt мm пn гr ьb вb нh \
        АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԚQ ԜW ӀI ԌG \
        αa οo νv ρp υu ιi κk χx γy ηn ωw τt εe σo \
        ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX \
        օo ոn սu հh ցg զq ɑa ɡg ɩi ɪi ʏy ᴀa ᴄc ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz \
        ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᏒR ᏚS ᎢT ᏙV ᎳW ᏃZ
        """

    /// The Latin double of each letter below U+1E00, or 0.
    private static let latin: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 0x1e00)
        for (foreign, latin) in scalarPairs() { table[Int(foreign)] = UInt8(latin) }
        return table
    }()

    /// The Cyrillic (else Greek) double of each ASCII letter, or 0.
    private static let foreign: (cyrillic: [UInt32], greek: [UInt32]) = {
        var cyrillic = [UInt32](repeating: 0, count: 128)
        var greek = [UInt32](repeating: 0, count: 128)
        for (foreign, latin) in scalarPairs() {
            if Script.of(foreign) == .cyrillic, cyrillic[Int(latin)] == 0 { cyrillic[Int(latin)] = foreign }
            if Script.of(foreign) == .greek, greek[Int(latin)] == 0 { greek[Int(latin)] = foreign }
        }
        return (cyrillic, greek)
    }()

    private static func scalarPairs() -> [(UInt32, UInt32)] {
        let bytes = pairs.bytes
        var found: [(UInt32, UInt32)] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] <= 0x20 {
                index += 1
                continue
            }
            let (scalar, length) = UTF8Decoding.scalar(bytes, at: index)
            guard index + length < bytes.count else { break }
            found.append((scalar, UInt32(bytes[index + length])))
            index += length + 1
        }
        return found
    }

    /// Unmixes the words of `text` from `start` on; returns how many were mixed.
    static func unmix(_ text: inout ScratchBytes, from start: Int, word: inout [UInt32]) -> Int {
        var mixed = 0
        var index = start
        while index < text.count {
            let (scalar, length) = UTF8Decoding.scalar(text.bytes, at: index)
            guard Script.of(scalar) != .none else {
                index += length
                continue
            }
            let wordStart = index
            var scripts: Script = []
            word.removeAll(keepingCapacity: true)
            while index < text.count {
                let (scalar, length) = UTF8Decoding.scalar(text.bytes, at: index)
                let script = Script.of(scalar)
                if script == .none { break }
                scripts.formUnion(script)
                word.append(scalar)
                index += length
            }
            guard scripts.contains(.latin), scripts != .latin else { continue }
            mixed += 1
            guard unmix(&word, scripts) else { continue }
            index = replace(&text, wordStart..<index, with: word)
        }
        return mixed
    }

    private static func unmix(_ word: inout [UInt32], _ scripts: Script) -> Bool {
        let isLatinPossible = word.allSatisfy { $0 < 0x250 || ($0 < 0x1e00 && latin[Int($0)] != 0) || $0 >= 0x1e00 }
        if isLatinPossible {
            for index in word.indices where word[index] >= 0x250 && word[index] < 0x1e00 {
                word[index] = UInt32(latin[Int(word[index])])
            }
            return true
        }
        let doubles = scripts.contains(.cyrillic) ? foreign.cyrillic : foreign.greek
        guard word.allSatisfy({ $0 >= 0x80 || doubles[Int($0)] != 0 }) else { return false }
        for index in word.indices where word[index] < 0x80 { word[index] = doubles[Int(word[index])] }
        return true
    }

    /// Puts a word in the place of another; returns its end.
    private static func replace(_ text: inout ScratchBytes, _ range: Range<Int>, with word: [UInt32]) -> Int {
        let end = text.count
        for scalar in word { text.append(scalar: scalar) }
        let length = text.count - end
        text.moveTail(from: end, over: range)
        return range.lowerBound + length
    }
}

/// The alphabets that have look-alikes, as far as mixing them goes.
struct Script: OptionSet {
    let rawValue: UInt8
    /// No letter of these.
    static let none: Script = []
    static let latin = Script(rawValue: 1)
    static let cyrillic = Script(rawValue: 2)
    static let greek = Script(rawValue: 4)
    /// Armenian, Cherokee, phonetic letters and small capitals.
    static let other = Script(rawValue: 8)

    @inline(__always)
    static func of(_ scalar: UInt32) -> Script {
        switch scalar {
        case 0x41...0x5a, 0x61...0x7a, 0xc0...0xd6, 0xd8...0xf6, 0xf8...0x24f, 0x1e00...0x1eff: .latin
        case 0x370...0x3ff, 0x1f00...0x1fff: .greek
        case 0x400...0x52f: .cyrillic
        case 0x250...0x2af, 0x531...0x587, 0x13a0...0x13f5, 0x1d00...0x1d7f: .other
        default: .none
        }
    }
}
