// SPDX-License-Identifier: Apache-2.0

/// Why a configuration cannot be used: the file, the line, what is wrong and what to do.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's path.
    public var path: String
    /// The line, from 1; nil for what concerns the whole file.
    public var line: Int?
    /// What is wrong, and what to do.
    public var problem: String

    /// Creates an error.
    public init(path: String, line: Int?, problem: String) {
        self.path = path
        self.line = line
        self.problem = problem
    }

    /// One line, as compilers write theirs: `path:line: problem`.
    public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}
