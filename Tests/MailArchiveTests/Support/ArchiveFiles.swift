// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

extension ScratchFolder {
    /// Writes a file and the folders above it; returns its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Collection<UInt8>) throws -> String {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func makeFolder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        return path(name)
    }

    /// Makes the three folders of a Maildir.
    @discardableResult
    func makeMaildir(_ name: String = "") throws -> String {
        for part in ["cur", "new", "tmp"] { try makeFolder(name.isEmpty ? part : name + "/" + part) }
        return name.isEmpty ? root : path(name)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    func move(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }
}

/// Compresses as the system's program of this name does.
func compress(_ bytes: some Collection<UInt8>, with program: String, _ options: String...) throws -> [UInt8] {
    let outcome = try Program(path: "/usr/bin/" + program).run(options + ["-c"], input: Data(bytes))
    guard outcome.code == 0 else { throw CompressionFailure(program: program, errors: outcome.errors) }
    return Array(outcome.output)
}

func compress(_ text: String, with program: String) throws -> [UInt8] {
    try compress(Array(text.utf8), with: program)
}

struct CompressionFailure: Error {
    let program: String
    let errors: String
}
