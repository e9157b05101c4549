// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The access control list of a file, as the file system keeps it.
package enum FileAccessList {
    /// The most bytes of an extended attribute (xattr(7)).
    private static let maxBytes = 1 << 16

    /// `getxattr` of glibc: Swift's Glibc has no <sys/xattr.h>.
    private static let attribute = dlsym(nil, "getxattr").map { symbol in
        unsafeBitCast(
            symbol,
            to: (@convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer, Int) -> Int).self)
    }

    /// The bytes of the attribute `system.posix_acl_access`; nil where there is no list, or none can be.
    package static func bytes(of path: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: maxBytes)
        let count = attribute?(path, "system.posix_acl_access", &bytes, bytes.count) ?? -1
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
