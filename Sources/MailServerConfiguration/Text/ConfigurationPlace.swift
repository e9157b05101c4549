// SPDX-License-Identifier: Apache-2.0

/// Where something stands in a configuration.
package struct ConfigurationPlace: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The file's path.
    package var path: String
    /// The line, from 1.
    package var line: Int

    /// Makes a place.
    package init(path: String, line: Int) { (self.path, self.line) = (path, line) }

    /// As compilers write it: `path:line`.
    package var description: String { "\(path):\(line)" }

    package static func < (first: Self, second: Self) -> Bool {
        (first.path, first.line) < (second.path, second.line)
    }
}
