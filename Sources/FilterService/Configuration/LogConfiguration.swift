// SPDX-License-Identifier: Apache-2.0
package import Logging
import SiteConfiguration

/// How and how much is logged.
package struct LogConfiguration: Sendable, Equatable {
    /// How a line looks (`format`).
    package enum Format: String, Sendable, CaseIterable {
        /// Time, level, text, `key=value`.
        case plain
        /// One JSON object a line.
        case json
        /// For systemd's journal: `<priority>` in front, and no time, for the journal has its own.
        case journald
    }

    /// How a line looks; without `format`, journald's way under systemd (`JOURNAL_STREAM`), else plain.
    package var format: Format?
    /// From which level on (`level`): `debug`, `info` (with a line a message), `warning`, ...
    package var level = Logger.Level.info

    /// Creates the defaults.
    package init() {}

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        format = try section.choice("format", Format.self)
        level = try section.choice("level", Logger.Level.self) ?? level
        try section.finish()
    }
}
