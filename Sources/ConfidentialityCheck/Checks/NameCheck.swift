// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import TextOutput

/// Who sees names: resolvers, and those who get reports; and who can read files.
extension ConfidentialityCheck {
    mutating func checkNames() {
        if let resolver = facts.resolver { checkResolver(resolver) }
        var receivers: [ExposureKind: (domains: [String], places: [String])] = [:]
        for record in facts.zones.flatMap(\.records) {
            guard let addresses = ReportAddresses(record.text) else { continue }
            for receiver in addresses.receivers where !site.owns(domain: receiver.domain) {
                // A host of the site's own takes them by HTTPS.
                if receiver.kind == .tls, site.owns(host: receiver.domain) { continue }
                let kind: ExposureKind = receiver.kind == .failure ? .failureReportsOutside : .reportsOutside
                var found = receivers[kind] ?? ([], [])
                if !found.domains.contains(receiver.domain) { found.domains.append(receiver.domain) }
                found.places.append("\(record.place): \(receiver.kind.rawValue)")
                receivers[kind] = found
            }
        }
        for (kind, found) in receivers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            find(
                kind, kind == .failureReportsOutside ? .warning : .notice, found.domains, evidence: found.places,
                count: found.places.count,
                command: facts.zones.first?.records.first.map { "${EDITOR:-vi} \($0.place.path.forShell)" } ?? "")
        }
    }

    private mutating func checkResolver(_ resolver: ResolverFile) {
        let outside = resolver.servers.filter { !site.owns(host: $0.address) }
        guard !outside.isEmpty else { return }
        let names = outside.map { PublicResolver.name(of: $0.address) }
        let isPublic = names.contains { $0 != nil }
        var shown: [String] = []
        for (server, name) in zip(outside, names) {
            let text = name.map { "\($0) (\(server.address))" } ?? server.address
            if !shown.contains(text) { shown.append(text) }
        }
        find(
            .publicResolver, isPublic ? .warning : .notice, shown,
            evidence: outside.map { $0.place.description }, count: outside.count,
            command: Self.editResolver(outside[0].place))
    }

    /// Opens the file that says who is asked; what systemd-resolved makes of its own is written anew.
    private static func editResolver(_ place: ConfigurationPlace) -> String {
        guard place.path.hasSuffix("/run/systemd/resolve/resolv.conf") else { return edit(place) }
        return "${EDITOR:-vi} /etc/systemd/resolved.conf && systemctl restart systemd-resolved"
    }

    // MARK: files

    mutating func checkFiles() {
        for role in FileAccess.Role.allCases {
            let files = facts.files.filter { $0.role == role }
            for (kind, found) in [
                (ExposureKind.readableByAll, files.filter(\.isOpenToAll)),
                (.readableByGroup, files.filter { $0.isOpenToGroup && !$0.isOpenToAll }),
            ] {
                guard let first = found.first else { continue }
                // A model has no text, and tells little without the key (docs/threat-model.md).
                let isGrave = kind == .readableByAll && role != .models
                find(
                    kind, isGrave ? .critical : .warning, [role.rawValue],
                    evidence: found.map { "\($0.shownPath): \(String($0.mode, radix: 8))" }, count: found.count,
                    command: first.command)
            }
        }
    }
}
