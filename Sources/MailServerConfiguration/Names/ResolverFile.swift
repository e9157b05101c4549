// SPDX-License-Identifier: Apache-2.0

/// Who is asked for names: `resolv.conf`.
package struct ResolverFile: Sendable, Equatable {
    /// A server, and where it stands.
    package struct Server: Sendable, Equatable {
        /// Its address, without a scope.
        package var address: String
        /// Where it stands.
        package var place: ConfigurationPlace
    }

    /// In order; none: the machine itself is asked (resolv.conf(5)).
    package private(set) var servers: [Server] = []

    /// Reads a text.
    package init(text: String, path: String) {
        for (index, line) in text.physicalLines.enumerated() {
            let words = line.words
            guard words.count >= 2, words[0] == "nameserver" else { continue }
            let address = words[1].prefix { $0 != "%" }
            servers.append(Server(address: String(address), place: ConfigurationPlace(path: path, line: index + 1)))
        }
    }
}
