// SPDX-License-Identifier: Apache-2.0

/// The directory of a compound file, as older Office documents are: it tells whether there are macros.
///
/// - SeeAlso: MS-CFB, sections 2.2, 2.3 and 2.6; MS-OVBA, section 2.2.1.
enum OLEDirectory {
    private static let entryBytes = 128
    private static let maximumEntries = 2_000
    /// The sectors of the allocation table that the header itself lists.
    private static let listedTableSectors = 109

    static func isPresent(in bytes: Span<UInt8>) -> Bool {
        bytes.uint32(at: 0) == 0xe011_cfd0 && bytes.uint32(at: 4) == 0xe11a_b1a1
    }

    /// Tells what the names of storages and streams say.
    static func describe(_ bytes: Span<UInt8>, in contents: inout AttachmentContents) {
        guard let shift = bytes.uint16(at: 30), shift == 9 || shift == 12, var sector = bytes.uint32(at: 48) else {
            return
        }
        let sectorBytes = 1 << shift
        var entriesLeft = maximumEntries
        while entriesLeft > 0 {
            let start = (sector + 1) * sectorBytes
            guard start < bytes.count else { return }
            for entry in stride(from: start, to: min(start + sectorBytes, bytes.count), by: entryBytes) {
                entriesLeft -= 1
                switch name(in: bytes, at: entry) {
                case "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros": contents.traits.insert(.macros)
                case "EncryptedPackage", "EncryptionInfo": contents.traits.insert(.encrypted)
                default: break
                }
            }
            guard let next = next(after: sector, in: bytes, sectorBytes: sectorBytes) else { return }
            sector = next
        }
    }

    /// The next sector of a chain, by the allocation table; nil at its end.
    private static func next(after sector: Int, in bytes: Span<UInt8>, sectorBytes: Int) -> Int? {
        let perSector = sectorBytes / 4
        guard sector / perSector < listedTableSectors, let table = bytes.uint32(at: 76 + 4 * (sector / perSector)),
            let next = bytes.uint32(at: (table + 1) * sectorBytes + sector % perSector * 4)
        else { return nil }
        return next < 0xffff_fff0 ? next : nil
    }

    /// The name of an entry, if it is ASCII (in UTF-16, its length in bytes behind it).
    private static func name(in bytes: Span<UInt8>, at entry: Int) -> String {
        guard let length = bytes.uint16(at: entry + 64), length >= 2, length <= 64 else { return "" }
        var name = ""
        for place in stride(from: entry, to: entry + length - 2, by: 2) {
            guard let unit = bytes.uint16(at: place), unit < 0x80, unit > 0 else { return "" }
            name.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
        }
        return name
    }
}
