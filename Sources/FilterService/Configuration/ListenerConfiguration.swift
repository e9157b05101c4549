// SPDX-License-Identifier: Apache-2.0
import SiteConfiguration

/// Where and how one protocol listens.
package struct ListenerConfiguration: Sendable, Equatable {
    /// The address (`listen`).
    package var address: ListenAddress
    /// The permissions of a Unix socket (`mode`); default 0660.
    package var mode: UInt32
    /// The group of a Unix socket (`group`), by name or number; nil leaves the process's own.
    package var group: String?

    /// Creates a listener's configuration.
    package init(address: ListenAddress, mode: UInt32 = 0o660, group: String? = nil) {
        self.address = address
        self.mode = mode
        self.group = group
    }

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        guard let text = try section.string("listen") else {
            throw section.error("listen", "it is missing; write host:port, unix:/path or systemd")
        }
        guard let address = ListenAddress(text) else {
            throw section.error("listen", "invalid address '\(text)': expected host:port, unix:/path or systemd")
        }
        self.init(address: address)
        mode = try section.mode("mode") ?? mode
        group = try section.string("group")
        if case .unix = address { return }
        for key in ["mode", "group"] where section.has(key) {
            throw section.error(key, "valid for Unix sockets only; remove it, or listen at unix:/path")
        }
    }
}
