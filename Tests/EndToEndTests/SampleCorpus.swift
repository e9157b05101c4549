// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// The sample corpus, written once for all tests of this target.
enum SampleCorpus {
    static let maker = Program("make-sample-corpus")
    static let hamCount = 249
    static let spamCount = 172

    private static let made: Result<ScratchFolder, any Error> = Result {
        let folder = try ScratchFolder.untilTestsEnd()
        let outcome = try maker.run([folder.path("sample")])
        guard outcome.code == 0 else { throw Unwritten(reason: outcome.errors) }
        return folder
    }

    struct Unwritten: Error { let reason: String }

    /// The path of one of its files or folders.
    static func path(_ name: String = "") throws -> String { try made.get().path("sample/" + name) }

    static func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

    /// The index: class and path of each message, in time order.
    static func index() throws -> [(label: String, path: String)] {
        String(decoding: try data("index"), as: UTF8.self).split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        }
    }
}
