// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Compresses as spamc does (RFC 1950).
public func zlibCompressed(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(length))
    let code = compress(&packed, &length, bytes, UInt(bytes.count))
    precondition(code == Z_OK)
    return Array(packed.prefix(Int(length)))
}
