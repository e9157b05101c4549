// SPDX-License-Identifier: Apache-2.0

/// The accounts of a site by what their people are called when they send mail.
struct AccountUsers {
    private var names: [String: String] = [:]

    init(_ accounts: [Account]) {
        var shared: Set<String> = []
        for account in accounts {
            let parts = account.name.split(separator: "/")
            names[account.name.lowercased()] = account.name
            guard parts.count == 2 else { continue }
            names["\(parts[1])@\(parts[0])".lowercased()] = account.name
            // What several are called names none of them.
            let last = parts[1].lowercased()
            if names.updateValue(account.name, forKey: last) != nil { shared.insert(last) }
        }
        for name in shared { names[name] = nil }
    }

    /// The account of a user or an address; nil: none is known.
    func account(of name: String) -> String? { names[name.lowercased()] }
}
