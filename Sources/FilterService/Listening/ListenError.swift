// SPDX-License-Identifier: Apache-2.0

/// Why nobody can listen at an address, and what to do.
package struct ListenError: Error, Sendable, CustomStringConvertible {
    /// `milter`, `spamd`, `http`.
    package var protocolName: String
    /// The address.
    package var address: ListenAddress
    /// What is wrong, and what to do.
    package var problem: String

    /// Creates an error.
    package init(protocolName: String, address: ListenAddress, problem: String) {
        self.protocolName = protocolName
        self.address = address
        self.problem = problem
    }

    /// One sentence: what, where, what to do.
    package var description: String { "\(protocolName) cannot listen at \(address): \(problem)" }
}
