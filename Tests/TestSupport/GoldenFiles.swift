// SPDX-License-Identifier: Apache-2.0
import CZlib
import Foundation

/// The files in the folder `Golden` of a test target: small ones of each format, made by the versions that wrote them.
public struct GoldenFiles: Sendable {
    private let folder: String

    /// The golden files of the target that a source file belongs to.
    public init(_ file: String = #filePath) {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        let target = parts.lastIndex(of: "Tests").map { parts.prefix($0 + 2) } ?? parts.dropLast()
        folder = target.joined(separator: "/") + "/Golden"
    }

    /// The path of a file.
    public func path(_ name: String) -> String { folder + "/" + name }

    /// The bytes of a file.
    public func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// What a file that was compressed with gzip holds.
    public func expanded(_ name: String) throws -> [UInt8] {
        guard let file = gzopen(path(name), "rb") else { throw Unreadable(name: name) }
        defer { gzclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = gzread(file, &chunk, UInt32(chunk.count))
            guard count >= 0 else { throw Unreadable(name: name) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(Int(count))
        }
    }

    private struct Unreadable: Error { let name: String }
}
