// SPDX-License-Identifier: Apache-2.0
import MailMessage
package import MailServerConfiguration

extension PostfixConfiguration {
    /// Parameters whose tables say where mail goes, how, or what is the site's own.
    private static let parametersWithTables = [
        "mydestination", "virtual_alias_domains", "virtual_mailbox_domains", "relay_domains", "virtual_alias_maps",
        "transport_maps", "sender_dependent_relayhost_maps", "sender_dependent_default_transport_maps",
        "canonical_maps", "recipient_canonical_maps", "mailbox_transport_maps", "fallback_transport_maps",
        "mailbox_command_maps", "smtp_tls_policy_maps", "sender_bcc_maps", "recipient_bcc_maps", "header_checks",
        "mime_header_checks", "nested_header_checks", "body_checks", "milter_header_checks",
    ]

    /// The table that a word names; nil: it names none.
    func table(_ word: String) -> PostfixTableName? {
        PostfixTableName(word, defaultType: value("default_database_type"))
    }

    /// The tables that matter, each with the parameter that names it; aliases have a format of their own.
    package var namedTables: [(parameter: String, table: PostfixTableName)] {
        var found: [(parameter: String, table: PostfixTableName)] = []
        func add(_ parameter: String, _ word: String) {
            guard let table = table(word), !found.contains(where: { $0.table == table }) else { return }
            found.append((parameter, table))
        }
        for service in [nil] + services.map(Optional.some) {
            for name in Self.parametersWithTables where service?.overrides[name] != nil || service == nil {
                for word in list(name, service) { add(name, word) }
            }
            for name in Self.restrictionParameters where service?.overrides[name] != nil || service == nil {
                let words = list(name, service)
                for (word, next) in zip(words, words.dropFirst()) where word.isAccessCheck { add(name, next) }
            }
        }
        // Of this only the keys matter, and none is a domain that is not in another table.
        return found.filter { $0.table.type != "unix" }
    }

    /// Files of aliases.
    package var aliasPaths: [String] { list("alias_maps").compactMap { table($0)?.textPath } }

    /// Tables of aliases that are no files; NIS counts where it is set, since it is Postfix's default.
    package var aliasTables: [PostfixTableName] {
        list("alias_maps").compactMap { table($0) }.filter { table in
            table.textPath == nil && !["static", "fail", "unix"].contains(table.type)
                && (table.type != "nis" || place("alias_maps") != nil)
        }
    }
}

extension String {
    /// `check_sender_access` and its like.
    var isAccessCheck: Bool { hasPrefix("check_") && hasSuffix("_access") }
}

extension PostfixList {
    /// A network of `mynetworks`: `192.0.2.0/24`, `[::1]/128`.
    static func network(_ word: String) -> NetworkRange? {
        NetworkRange(word.replacing("[", with: "").replacing("]", with: ""))
    }
}
