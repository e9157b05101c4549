// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a configuration, and at which line.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// The line, from 1; nil for the file as a whole.
    public var line: Int?
    /// What is wrong and what to do about it.
    public var reason: String

    /// Creates an error.
    public init(path: String, line: Int?, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    /// Where, what, what to do.
    public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(reason)" }
}
