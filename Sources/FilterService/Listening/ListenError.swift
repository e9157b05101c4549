// SPDX-License-Identifier: Apache-2.0

/// Why nobody can listen at an address, and what to do.
public struct ListenError: Error, Sendable, CustomStringConvertible {
    /// `milter`, `spamd`, `http`.
    public var protocolName: String
    /// The address.
    public var address: ListenAddress
    /// What is wrong, and what to do.
    public var problem: String

    /// Creates an error.
    public init(protocolName: String, address: ListenAddress, problem: String) {
        self.protocolName = protocolName
        self.address = address
        self.problem = problem
    }

    /// One sentence: what, where, what to do.
    public var description: String { "\(protocolName) cannot listen at \(address): \(problem)" }
}
