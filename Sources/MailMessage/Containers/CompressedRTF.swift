// SPDX-License-Identifier: Apache-2.0

/// RTF as Exchange compresses it in TNEF (PR_RTF_COMPRESSED): "LZFu" with a dictionary that is filled beforehand, or "MELA",
/// not compressed.
///
/// - SeeAlso: MS-OXRTFCP, sections 2.1.3 and 3.1.4.
enum CompressedRTF {
    private static let headerBytes = 16
    private static let dictionaryBytes = 4096
    /// What the dictionary holds at the start (MS-OXRTFCP, section 2.1.2.1).
    private static let beginning = Array(
        (#"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "#
            + #"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"# + "\r\n"
            + #"\par \pard\plain\f0\fs20\b\i\u\tab\tx"#).utf8)

    /// Returns the RTF, at most `limit` bytes; what breaks off is read as far as it goes.
    static func read(_ bytes: Span<UInt8>, limit: Int) -> [UInt8] {
        guard let rawSize = bytes.uint32(at: 4) else { return [] }
        if bytes.has("MELA", at: 8) {
            return bytes.bytes(headerBytes..<(headerBytes + min(rawSize, limit)))
        }
        guard bytes.has("LZFu", at: 8) else { return [] }
        return unpack(bytes, limit: min(rawSize, limit))
    }

    private static func unpack(_ bytes: Span<UInt8>, limit: Int) -> [UInt8] {
        var dictionary = beginning + [UInt8](repeating: 0, count: dictionaryBytes - beginning.count)
        var write = beginning.count
        var output: [UInt8] = []
        var place = headerBytes
        while place < bytes.count, output.count < limit {
            let control = bytes[place]
            place += 1
            for bit in 0..<8 {
                guard place < bytes.count, output.count < limit else { return output }
                if control >> UInt8(bit) & 1 == 0 {
                    output.append(bytes[place])
                    dictionary[write] = bytes[place]
                    write = (write + 1) % dictionaryBytes
                    place += 1
                    continue
                }
                guard place + 1 < bytes.count else { return output }
                let offset = Int(bytes[place]) << 4 | Int(bytes[place + 1]) >> 4
                let length = Int(bytes[place + 1] & 0x0f) + 2
                place += 2
                // A reference to the place that is written next ends the data.
                if offset == write { return output }
                for step in 0..<length where output.count < limit {
                    let byte = dictionary[(offset + step) % dictionaryBytes]
                    output.append(byte)
                    dictionary[write] = byte
                    write = (write + 1) % dictionaryBytes
                }
            }
        }
        return output
    }
}
