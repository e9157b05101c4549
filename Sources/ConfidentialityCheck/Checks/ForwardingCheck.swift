// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import TextOutput

/// Aliases, `.forward` and Sieve that lead outside or to programs, and mailboxes that others may read.
extension ConfidentialityCheck {
    mutating func checkForwarding() {
        checkAliases()
        checkForwards()
        checkScripts()
    }

    private mutating func checkAliases() {
        var outside: [String: [ConfigurationPlace]] = [:]
        var programs: [String: [ConfigurationPlace]] = [:]
        for entry in facts.aliases.flatMap(\.entries) {
            for target in entry.targets {
                switch target {
                case .address(let address):
                    if let domain = self.outside(address) { outside[domain, default: []].append(entry.place) }
                case .command(let command): programs[Self.program(command), default: []].append(entry.place)
                case .file, .included: break
                }
            }
        }
        for (domain, places) in outside.sorted(by: { $0.key < $1.key }) {
            find(
                .aliasOutside, .warning, [domain], evidence: places.map(\.description), count: places.count,
                command: Self.edit(places[0]) + " && newaliases")
        }
        for (program, places) in programs.sorted(by: { $0.key < $1.key }) {
            find(
                .aliasProgram, .notice, [program], evidence: places.map(\.description), count: places.count,
                command: Self.edit(places[0]) + " && newaliases")
        }
    }

    /// A command's program: its arguments may hold addresses and passwords.
    static func program(_ command: String) -> String {
        let words = command.split { $0.isWhitespace || $0 == "\"" }.drop { $0 == "exec" || $0.contains("=") }
        return words.first.map { String($0.prefix(200)) } ?? "?"
    }

    /// What is found in personal files, together: by kind and target.
    private struct Found {
        var kind: ExposureKind
        var severity: ExposureSeverity
        var name: String
        var evidence: [String]
        var command: String
    }

    private mutating func add(_ all: [Found]) {
        struct Key: Hashable {
            var kind: ExposureKind
            var name: String
        }
        var groups: [Found] = []
        var places: [Key: Int] = [:]
        for found in all {
            let key = Key(kind: found.kind, name: found.name)
            if let index = places[key] {
                groups[index].evidence += found.evidence
            } else {
                places[key] = groups.count
                groups.append(found)
            }
        }
        for group in groups {
            find(
                group.kind, group.severity, [group.name], evidence: group.evidence, count: group.evidence.count,
                command: group.command)
        }
    }

    private mutating func checkForwards() {
        var all: [Found] = []
        var included: [String] = []
        for file in facts.forwards {
            for entry in file.content.entries {
                func note(_ kind: ExposureKind, _ severity: ExposureSeverity, _ name: String) {
                    all.append(
                        Found(
                            kind: kind, severity: severity, name: name, evidence: [file.evidence(entry.place)],
                            command: file.command(entry.place.line)))
                }
                for target in entry.targets {
                    switch target {
                    case .address(let address):
                        if let domain = outside(address) { note(.forwardOutside, .warning, domain) }
                    case .command(let command): note(.forwardProgram, .notice, Self.program(command))
                    case .included: included.append(file.evidence(entry.place))
                    case .file: break
                    }
                }
            }
        }
        add(all)
        noteIncluded(included)
    }

    /// What users' files include is not read: it may lie anywhere.
    private mutating func noteIncluded(_ places: [String]) {
        guard let first = places.first else { return }
        report.note(ExposureGap(.forwards, .included(places.count, example: first)))
    }

    private mutating func checkScripts() {
        var all: [Found] = []
        noteIncluded(
            facts.scripts.flatMap { file in
                file.content.included.map { _ in file.evidence(ConfigurationPlace(path: file.shownPath, line: 1)) }
            })
        for file in facts.scripts {
            for sending in file.content.sendings {
                let (kind, severity, name): (ExposureKind, ExposureSeverity, String)
                switch sending.kind {
                case .redirect where sending.isVariable: (kind, severity, name) = (.sieveVariable, .warning, "")
                case .redirect:
                    guard let domain = outside(sending.target) else { continue }
                    (kind, severity, name) = (.sieveRedirect, .warning, domain)
                case .notify:
                    guard let domain = notified(sending.target) else { continue }
                    (kind, severity, name) = (.sieveNotify, .notice, domain)
                case .program:
                    (kind, severity, name) = (.sieveProgram, .notice, String(sending.target.prefix(200)))
                }
                let copy = kind == .sieveRedirect && sending.copies ? " (:copy)" : ""
                all.append(
                    Found(
                        kind: kind, severity: severity, name: name, evidence: [file.evidence(sending.place) + copy],
                        command: file.command(sending.place.line)))
            }
        }
        add(all)
    }

    /// To whom a notice goes: the domain of `mailto:`, or the scheme of another way.
    private func notified(_ uri: String) -> String? {
        guard uri.lowercased().hasPrefix("mailto:") else {
            return uri.firstIndex(of: ":").map { String(uri[...$0]) }
        }
        return outside(String(uri.dropFirst(7).prefix { $0 != "?" }))
    }

    // MARK: mailboxes

    mutating func checkAccessLists() {
        var open: [(isAnyone: Bool, evidence: String, command: String)] = []
        var shared: [(evidence: String, command: String)] = []
        for file in facts.accessLists {
            for entry in file.content.entries where DovecotAccessList.letsRead(entry) {
                let (evidence, command) = (file.evidence(entry.place), file.command(entry.place.line))
                switch entry.identifier {
                case .anyone: open.append((true, evidence, command))
                case .authenticated: open.append((false, evidence, command))
                case .user, .group: shared.append((evidence, command))
                case .owner: break
                }
            }
        }
        if let first = open.first {
            find(
                .openMailbox, open.contains { $0.isAnyone } ? .critical : .warning, evidence: open.map(\.evidence),
                count: open.count, command: first.command)
        }
        if let first = shared.first {
            find(
                .sharedMailbox, .notice, evidence: shared.map(\.evidence), count: shared.count,
                command: first.command)
        }
    }
}
