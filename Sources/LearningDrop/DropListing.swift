// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What lies in a drop folder.
struct DropListing {
    /// More names than this are not looked at in one go: memory stays bounded whatever somebody put there.
    static let maxNames = 1_000_000

    /// Finished and unfinished records, oldest first.
    private(set) var names: [DropName] = []
    /// Names that are none of ours.
    private(set) var foreign: [String] = []

    /// Lists a folder.
    init(_ path: String, limits: DropLimits) throws(DropError) {
        guard let folder = opendir(path) else {
            throw errno == EACCES
                ? .cannotRead(path: path, call: "opendir", errno: errno) : .noFolder(path: path, errno: errno)
        }
        defer { closedir(folder) }
        while names.count + foreign.count < Self.maxNames {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw .cannotRead(path: path, call: "readdir", errno: errno) }
                break
            }
            let text = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name = DropName(text, maxBytes: limits.maxFileBytes) {
                names.append(name)
            } else if !text.hasPrefix(".") {
                foreign.append(text)
            }
        }
        names.sort { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    }

    /// How many finished records of how many bytes wait.
    var waiting: (records: Int, bytes: Int) {
        names.reduce(into: (0, 0)) { sum, name in
            guard let bytes = name.bytes else { return }
            sum.0 += 1
            sum.1 += bytes
        }
    }
}
