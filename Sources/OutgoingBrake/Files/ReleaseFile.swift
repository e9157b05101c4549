// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// That somebody lets a sender begin anew: who, and when.
package struct Release: Sendable, Hashable {
    /// What tells it from all others; a filter carries out each once.
    package var id: UInt64
    /// Seconds since 1970.
    package var time: Int64
    /// Who did it, without blanks.
    package var author: String
    /// The sender's name, as `spreu brake` shows it.
    package var name: String

    /// Makes a release.
    package init(id: UInt64 = .random(in: 1 ... .max), time: Int64, author: String, name: String) {
        self.id = id
        self.time = time
        self.author = author
        self.name = name
    }
}

/// The releases that commands have written, the last of them: `ID TIME WHO NAME`, one a line.
package struct ReleaseFile: Sendable, Equatable {
    /// The most that are kept.
    package static let maxReleases = 200
    /// The most bytes that are read.
    package static let maxBytes = 256 << 10

    /// The releases, oldest first.
    package private(set) var releases: [Release]

    private static let heading = "# Senders that were released from the brake. spreu brake release; docs/brake.md\n"

    /// Reads those in a folder; without a file there are none.
    package init(contentsOf folder: BrakeFolder) throws(BrakeFileError) {
        do throws(BrakeFileError) {
            let text = try BrakeFileError.contents(folder.releasesPath, limit: Self.maxBytes)
            releases = text.split(separator: "\n").compactMap(Self.release).suffix(Self.maxReleases)
        } catch {
            guard case .missing = error.problem else { throw error }
            releases = []
        }
    }

    private static func release(_ line: Substring) -> Release? {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, let id = UInt64(words[0], radix: 16), let time = Int64(words[1]) else { return nil }
        return Release(id: id, time: time, author: String(words[2]), name: String(words[3]))
    }

    /// Adds a release to those in a folder.
    package static func add(_ release: Release, to folder: BrakeFolder) throws(BrakeFileError) {
        let path = folder.releasesPath
        let lock: FileLock
        do throws(FileLock.Failure) {
            lock = try FileLock(folder.lockPath, exclusively: true, who: FileOwner.currentUser)
        } catch {
            switch error {
            case .held(let holder): throw BrakeFileError(path: path, problem: .locked(by: holder))
            case .failed(let error): throw BrakeFileError(path: path, problem: .unwritable(error.description))
            }
        }
        defer { withExtendedLifetime(lock) {} }
        let kept = try ReleaseFile(contentsOf: folder).releases.suffix(maxReleases - 1) + [release]
        let lines = kept.map { "\(String($0.id, radix: 16)) \($0.time) \($0.author) \($0.name)\n" }
        do throws(DurableFileError) {
            try DurableFile.write(Array((heading + lines.joined()).utf8), to: path)
        } catch {
            throw BrakeFileError(path: path, problem: .unwritable(error.description))
        }
    }
}
