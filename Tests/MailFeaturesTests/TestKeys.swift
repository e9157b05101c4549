// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// Fixed keys, so that tests give the same hashes everywhere.
enum TestKeys {
    static let first = key(of: 0..<16)
    static let second = key(of: 100..<116)

    private static func key(of bytes: Range<UInt8>) -> SiteKey {
        guard let key = SiteKey(bytes: Array(bytes)) else { preconditionFailure("a key has 16 bytes") }
        return key
    }
}
