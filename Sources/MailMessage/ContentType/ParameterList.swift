// SPDX-License-Identifier: Apache-2.0

/// The parameters of a content type or disposition, decoded, in the order they stand.
public struct ParameterList: Sendable, Equatable {
    /// One parameter: its name in lower case, its value decoded.
    public struct Parameter: Sendable, Equatable {
        /// The name in lower case, without the marks of RFC 2231.
        public var name: String
        /// The value: quoting undone, continuations joined, charset converted to UTF-8.
        public var value: String
    }

    /// All parameters; of those given twice, the first counts, and the extended form of RFC 2231 before the plain one.
    public internal(set) var all: [Parameter]
    /// Further values of the parameters that decide how a body is read: `boundary` and `charset`.
    var repeated: [Parameter] = []

    /// Makes a list; none is empty.
    public init(_ all: [Parameter] = []) { self.all = all }

    /// The value of a parameter (name in lower case), or nil.
    public subscript(lowercasedName: String) -> String? {
        all.first { $0.name == lowercasedName }?.value
    }

    /// Whether there are none.
    public var isEmpty: Bool { all.isEmpty }
}
