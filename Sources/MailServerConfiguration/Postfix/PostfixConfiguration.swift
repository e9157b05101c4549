// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// What Postfix is told to do: `main.cf` over the built-in defaults, and `master.cf` over both for each service.
package struct PostfixConfiguration: Sendable, Equatable {
    /// What `main.cf` sets.
    package var main: PostfixParameters
    /// What runs.
    package var services: [PostfixService]
    /// Lines that were not read, and why.
    package var problems: [ConfigurationError]
    /// The machine's name, for `myhostname` where nothing sets it.
    package var hostName: String

    /// Makes a configuration of what was read; without a `master.cf` no services are known.
    package init(_ main: PostfixParameters, _ services: PostfixServices? = nil, hostName: String) {
        self.main = main
        self.services = services?.services ?? []
        problems = main.problems + (services?.problems ?? [])
        self.hostName = hostName
    }

    /// The value of a parameter as Postfix expands it, for a service or for all.
    package func expanded(
        _ name: String, _ service: PostfixService? = nil
    ) throws(PostfixExpansionError) -> String {
        guard let text = text(name, service) else { return "" }
        return try PostfixExpansion.expand(text) { self.text($0, service) }
    }

    /// The value of a parameter; empty where it cannot be expanded.
    package func value(_ name: String, _ service: PostfixService? = nil) -> String {
        (try? expanded(name, service)) ?? ""
    }

    /// The words of a parameter that is a list.
    package func list(_ name: String, _ service: PostfixService? = nil) -> [String] {
        PostfixList.words(value(name, service))
    }

    /// Whether a parameter says `yes`.
    package func isOn(_ name: String, _ service: PostfixService? = nil) -> Bool {
        value(name, service).lowercased() == "yes"
    }

    /// Where a parameter is set; nil: it has its default.
    package func place(_ name: String, _ service: PostfixService? = nil) -> ConfigurationPlace? {
        if let service, service.overrides[name] != nil { return service.place }
        return main.settings[name]?.place
    }

    private func text(_ name: String, _ service: PostfixService?) -> String? {
        if let service {
            if let value = service.overrides[name] { return value }
            if name == "service_name" { return service.name }
        }
        return main.settings[name]?.value ?? builtIn(name)
    }

    private func builtIn(_ name: String) -> String? {
        switch name {
        case "myhostname": hostName.contains(".") ? hostName : hostName + ".$mydomain"
        case "mydomain": domain
        default: PostfixDefaults.values[name]
        }
    }

    /// `mydomain` is `myhostname` without its first label, unless nothing is left.
    private var domain: String {
        let set = main.settings["myhostname"]?.value
        // It may be made of anything but the domain that is looked for.
        let expanded = set.flatMap { text in
            try? PostfixExpansion.expand(text) { $0 == "mydomain" ? nil : main.settings[$0]?.value }
        }
        let name = expanded ?? hostName
        guard let dot = name.firstIndex(of: ".") else { return "localdomain" }
        return String(name[name.index(after: dot)...])
    }
}
