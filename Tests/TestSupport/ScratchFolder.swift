// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

/// A folder for a test's files, removed with its owner.
public final class ScratchFolder: Sendable {
    /// Those that many tests share: nobody's, so removed when the process ends.
    private static let shared = Mutex<[ScratchFolder]>([])

    /// The folder's path.
    public let root: String

    /// Makes an empty folder below the system's folder for temporary files.
    public init() throws {
        root = FileManager.default.temporaryDirectory.path + "/spreu-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    /// Makes an empty folder that stays until the tests end.
    public static func untilTestsEnd() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        shared.withLock { folders in
            if folders.isEmpty { atexit { ScratchFolder.shared.withLock { $0.forEach { $0.remove() } } } }
            folders.append(folder)
        }
        return folder
    }

    deinit { remove() }

    private func remove() { try? FileManager.default.removeItem(atPath: root) }

    /// The path of a file in the folder.
    public func path(_ name: String) -> String { root + "/" + name }
}
