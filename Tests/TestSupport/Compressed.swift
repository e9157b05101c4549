// SPDX-License-Identifier: Apache-2.0
import CZlib
import CZstd

/// Compresses as HTTP clients do (RFC 1952): one member.
public func gzipCompressed(_ bytes: [UInt8]) -> [UInt8] {
    func littleEndian(_ value: UInt) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    // zlib's own wrapper has two bytes in front and four behind.
    let deflated = zlibCompressed(bytes).dropFirst(2).dropLast(4)
    let checksum = crc32(0, bytes, UInt32(bytes.count))
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + deflated + littleEndian(checksum) + littleEndian(UInt(bytes.count))
}

/// Compresses as spamc does (RFC 1950).
public func zlibCompressed(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(length))
    let code = compress(&packed, &length, bytes, UInt(bytes.count))
    precondition(code == Z_OK)
    return Array(packed.prefix(Int(length)))
}

/// Compresses as rspamc does (RFC 8878): one frame.
public func zstdCompressed(_ bytes: [UInt8]) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let length = ZSTD_compress(&packed, packed.count, bytes, bytes.count, 3)
    precondition(ZSTD_isError(length) == 0)
    return Array(packed.prefix(length))
}
