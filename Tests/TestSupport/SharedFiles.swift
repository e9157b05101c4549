// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Files that tests use but the project does not contain: real corpora, conformance suites, the metrics oracle.
///
/// They lie in `../shared` beside the project, or where `SPREU_SHARED` points. Tests that need them are
/// enabled by ``exists(_:)`` and say what is missing.
public enum SharedFiles {
    /// The folder that holds them; it need not exist.
    public static let root: String =
        ProcessInfo.processInfo.environment["SPREU_SHARED"] ?? (projectRoot + "/../shared")

    /// The project's own folder.
    public static let projectRoot: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// The path of a shared file or folder, given relative to the root.
    public static func path(_ relative: String) -> String { root + "/" + relative }

    /// Whether a shared file or folder is there.
    public static func exists(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path(relative)) }
}
