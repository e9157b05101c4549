// SPDX-License-Identifier: Apache-2.0

/// The accounts of a site by what their people are called when they send mail.
struct AccountUsers {
    private var names: [String: String] = [:]

    init(_ accounts: [Account]) {
        var shared: Set<String> = []
        for account in accounts {
            names[account.name.lowercased()] = account.name
            guard let address = AccountAddress(account: account.name) else { continue }
            names[address.text.lowercased()] = account.name
            // What several are called names none of them; two patterns may find one account twice.
            let user = address.user.lowercased()
            if let other = names.updateValue(account.name, forKey: user), other != account.name { shared.insert(user) }
        }
        for name in shared { names[name] = nil }
    }

    /// The account of a user or an address; nil: none is known.
    func account(of name: String) -> String? { names[name.lowercased()] }
}
