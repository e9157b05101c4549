// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// The built program with a site key of its own, and a model of the sample corpus, trained once for all tests.
enum Spreu {
    private static let program = Program("spreu")
    private static let made: Result<ScratchFolder, any Error> = Result {
        let folder = try ScratchFolder.untilTestsEnd()
        let outcome = try program.run(
            [
                "train", "--ham", SampleCorpus.path("ham.mbox"), "--spam", SampleCorpus.path("spam.mbox"),
                "--output", folder.path("model"), "--json",
            ], environment: ["SPREU_KEY_FILE": folder.path("key")])
        guard outcome.code == 0 else { throw Untrained(reason: outcome.errors) }
        try outcome.output.write(to: URL(fileURLWithPath: folder.path("summary.json")))
        return folder
    }

    struct Untrained: Error { let reason: String }

    /// The model of the whole sample corpus.
    static func model() throws -> String { try made.get().path("model") }
    /// The key that it was trained with.
    static func key() throws -> String { try made.get().path("key") }
    /// What `train --json` said of it.
    static func summary() throws -> JSON { try JSON(contentsOf: made.get().path("summary.json")) }

    /// Runs a command with that key.
    static func run(_ arguments: [String], input: Data = Data()) throws -> Program.Outcome {
        try program.run(arguments, input: input, environment: ["SPREU_KEY_FILE": key()])
    }

    /// Runs a command as another program starts it: `setpriv`, `strace`.
    static func run(under wrapper: [String], _ arguments: [String]) throws -> Program.Outcome {
        try Program(path: wrapper[0]).run(
            Array(wrapper.dropFirst()) + [program.path] + arguments, environment: ["SPREU_KEY_FILE": key()])
    }

    /// A file's bytes.
    static func data(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
}

extension Program.Outcome {
    /// Standard output as JSON.
    var value: JSON { get throws { try JSON([UInt8](output)) } }
    /// The lines of standard error.
    var errorLines: [Substring] { errors.split(separator: "\n") }
}
