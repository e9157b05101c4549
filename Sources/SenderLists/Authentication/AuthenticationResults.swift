// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// What a server wrote of how it checked a message's sender: the field `Authentication-Results`.
///
///     Authentication-Results: mx.example.com; dmarc=pass (p=none) header.from=customer.example
///
/// Read by its grammar, so that nothing in a comment or in quotes passes for a result. Where it is looser, real servers are: values may
/// have any byte that ends none, and a result that has no `=` is passed over.
///
/// - SeeAlso: RFC 8601, section 2.2.
package struct AuthenticationResults: Sendable, Equatable {
    /// One method and its result.
    package struct Result: Sendable, Equatable {
        /// The method, in lower case and without its version: `dkim`.
        package let method: String
        /// The result, in lower case: `pass`.
        package let result: String
        /// What was checked, by type and property in lower case, in order: `header.d`.
        package let properties: [Property]

        /// Whether there is something between the properties that is none: a server may have copied what a sender wrote.
        package let hasStrayWords: Bool

        /// The value of a property; nil if there is none, or more than one.
        package func value(_ name: String) -> String? {
            let found = properties.filter { $0.name == name }
            return found.count == 1 ? found[0].value : nil
        }
    }

    /// One property and its value.
    package struct Property: Sendable, Equatable {
        /// Type and property in lower case: `smtp.mailfrom`.
        package let name: String
        /// The value, quotes undone.
        package let value: String
    }

    /// The most bytes of a field: 32 KiB.
    package static let maxBytes = 32 << 10
    /// The most results, and the most properties of a result.
    package static let maxElements = 100

    /// The server's name (authserv-id), in lower case, up to a `/`.
    package let server: String
    /// What stands behind a `/` in the name: some write the queue id there, as OpenDKIM with `AuthservIDWithJobID`.
    package let jobID: String?
    /// The results in order.
    package let results: [Result]

    /// Reads a field; nil if it cannot be made out: without a name, with a comment or quotes that do not end, too long or with too
    /// many results.
    package init?(_ field: HeaderField) {
        var bytes: [UInt8] = []
        field.appendUnfolded(to: &bytes, limit: Self.maxBytes + 1)
        self.init(bytes)
    }

    /// Reads a field's value.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maxBytes else { return nil }
        var parser = AuthenticationResultsParser(bytes)
        guard let (name, results) = parser.run() else { return nil }
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard let server = parts.first else { return nil }
        self.server = server.asciiLowercased
        jobID = parts.count > 1 ? parts[1] : nil
        self.results = results
    }
}
