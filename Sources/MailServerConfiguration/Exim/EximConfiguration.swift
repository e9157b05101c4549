// SPDX-License-Identifier: Apache-2.0

/// What Debian's `/etc/exim4/update-exim4.conf.conf` says: assignments as a shell reads them.
///
/// A configuration written by hand has its domains in Exim's own language, of which only plain lists are read.
/// - SeeAlso: update-exim4.conf(8)
package struct EximConfiguration: Sendable, Equatable {
    /// The domains that mail stays here for.
    package private(set) var domains: [String] = []
    /// The networks that mail is relayed for.
    package private(set) var networks: [String] = []
    /// Where local mail goes: `maildir_home`, `mail_spool`.
    package private(set) var delivery: String?
    /// Whether Debian's configuration is split into many files.
    package private(set) var isSplit = false
    /// Where the configuration stands.
    package private(set) var path: String
    /// Where a scanner is named that is asked already; nil: none is.
    package private(set) var scanner: ConfigurationPlace?
    /// The scanner's address, as it stands there.
    package private(set) var scannerAddress: String?

    /// Reads Debian's file of answers.
    package init(answers text: String, path: String) {
        self.path = path
        for line in text.physicalLines {
            guard let (name, value) = PostfixParameters.assignment(line.withoutBlanks), !name.hasPrefix("#") else {
                continue
            }
            let text = value.trimmingCharacters("'\"")
            switch name {
            case "dc_other_hostnames", "dc_relay_domains": domains += Self.words(text)
            case "dc_relay_nets": networks += Self.words(text)
            case "dc_localdelivery": delivery = text
            case "dc_use_split_config": isSplit = text == "true"
            default: break
            }
        }
    }

    /// Reads a configuration of Exim's own: `domainlist local_domains = @ : example.com`.
    package init(configuration text: String, path: String) {
        self.path = path
        for (index, line) in text.physicalLines.enumerated() {
            guard let (left, value) = Self.split(line.withoutBlanks) else { continue }
            let place = ConfigurationPlace(path: path, line: index + 1)
            switch left.split(whereSeparator: \.isBlank).map(String.init) {
            case ["domainlist", "local_domains"], ["domainlist", "relay_to_domains"]: domains += Self.words(value)
            case ["hostlist", "relay_from_hosts"]: networks += Self.words(value)
            case ["spamd_address"]: (scanner, scannerAddress) = (place, value)
            default: break
            }
        }
    }

    /// Takes what another file of the same server says.
    package mutating func merge(_ other: EximConfiguration) {
        domains += other.domains.filter { !domains.contains($0) }
        networks += other.networks.filter { !networks.contains($0) }
        takeScanner(of: other)
    }

    /// Takes from a file that Debian's configuration is made of whether a scanner is asked; its lists are macros.
    package mutating func takeScanner(of other: EximConfiguration) {
        guard scanner == nil else { return }
        (scanner, scannerAddress) = (other.scanner, other.scannerAddress)
    }

    private static func split(_ line: String) -> (left: String, value: String)? {
        guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { return nil }
        return (line[..<equals].withoutBlanks, line[line.index(after: equals)...].withoutBlanks)
    }

    /// The plain words of a list between colons; in one of Debian's, semicolons.
    ///
    /// Look-ups and macros are none.
    private static func words(_ list: String) -> [String] {
        let separator: Character = list.contains(";") ? ";" : ":"
        return list.replacing("::", with: "\u{1}").split(separator: separator)
            .map { $0.replacing("\u{1}", with: ":").withoutBlanks }
            .filter { word in !word.isEmpty && !word.contains { "$@!{*+<".contains($0) || $0.isBlank } }
            .filter { !$0.contains("/") || $0.first?.isHexDigit == true }
    }
}
