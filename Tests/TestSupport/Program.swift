// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A program that the package builds, to be run as its users run it.
public struct Program: Sendable {
    /// The folder into which the package is built; the test program itself lies there.
    public static let folder: String = {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return (own as NSString).deletingLastPathComponent
    }()

    /// The path of the program's file.
    public let path: String

    /// A program of this package, by the name of its product.
    public init(_ product: String) { path = Self.folder + "/" + product }

    /// A program of the system, by its path.
    public init(path: String) { self.path = path }

    /// Whether the file is there and may be run.
    public var exists: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// What a run left behind.
    public struct Outcome: Sendable {
        /// The exit code; 128 and the signal's number where a signal ended the run.
        public let code: Int32
        /// Standard output.
        public let output: Data
        /// Standard error, as text.
        public let errors: String
        /// Standard output, as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
        /// Standard output read as JSON, or nil.
        public var json: [String: Any]? { try? JSONSerialization.jsonObject(with: output) as? [String: Any] }
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: What follows the program's name.
    ///   - input: Standard input; empty unless given.
    ///   - environment: Variables to add to this process's own.
    public func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) throws -> Outcome {
        // Through files, so that neither side can wait for a full pipe.
        let scratch = try ScratchFolder()
        let files = ["in", "out", "err"].map { scratch.path($0) }
        try input.write(to: URL(fileURLWithPath: files[0]))
        for file in files.dropFirst() { try Data().write(to: URL(fileURLWithPath: file)) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle(forReadingAtPath: files[0])
        process.standardOutput = FileHandle(forWritingAtPath: files[1])
        process.standardError = FileHandle(forWritingAtPath: files[2])
        try process.run()
        process.waitUntilExit()
        let code = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        return Outcome(
            code: code, output: try Data(contentsOf: URL(fileURLWithPath: files[1])),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: files[2])), as: UTF8.self))
    }
}
