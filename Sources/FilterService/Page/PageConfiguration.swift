// SPDX-License-Identifier: Apache-2.0
import SiteConfiguration

/// The page of the filter, on its HTTP listener.
///
/// - SeeAlso: docs/page.md
package struct PageConfiguration: Sendable, Equatable {
    /// The names by which browsers may ask for it, beside `localhost` and loopback addresses (`hosts`).
    package var hosts: Set<String> = []
    /// The file in which counts survive a restart (`history`); nil: they begin anew.
    package var history: String?

    /// Creates the configuration of a page that keeps nothing.
    package init() {}

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        for host in try section.strings("hosts") ?? [] {
            guard let name = PageAccess.hostName(host), name == host.lowercased() else {
                throw section.error(
                    "hosts", "invalid name '\(host)': write it as in the address of the page, without port")
            }
            hosts.insert(name)
        }
        history = try section.filePath("history")
        try section.finish()
    }
}
