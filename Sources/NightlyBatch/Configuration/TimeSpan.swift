// SPDX-License-Identifier: Apache-2.0
import MailIngest
import SiteConfiguration

extension ConfigurationSection {
    /// Takes a span of time.
    mutating func span(_ key: String) throws(ConfigurationError) -> TimeSpan? {
        guard let text = try string(key) else { return nil }
        guard let span = TimeSpan(text) else {
            throw error(key, "not a time span: write 24h, 180d, 26w or 2y")
        }
        return span
    }
}
