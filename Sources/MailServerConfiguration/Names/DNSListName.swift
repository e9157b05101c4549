// SPDX-License-Identifier: Apache-2.0

/// The name of a DNS list as it may be shown: some have a customer's key in them, which is a secret and stands in no output.
package enum DNSListName {
    /// Whose names have a key in front, and how many labels are left without it: `KEY.zen.dq.spamhaus.net`.
    private static let keyed = [
        ("dq.spamhaus.net", 4), ("abusix.zone", 4), ("r.mail-abuse.com", 3), ("invaluement.com", 3),
    ]

    /// A name with `KEY` in the place of a key.
    package static func masked(_ name: String) -> String {
        var labels = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let zone = name.lowercased()
        if let (_, count) = keyed.first(where: { zone.hasSuffix("." + $0.0) }), labels.count > count {
            labels = ["KEY"] + labels.suffix(count)
        }
        for (index, label) in labels.enumerated() where looksLikeKey(label, isFirst: index == 0 && labels.count > 2) {
            labels[index] = "KEY"
        }
        return labels.joined(separator: ".")
    }

    /// Whether a name holds a key.
    package static func hasKey(_ name: String) -> Bool { masked(name) != name }

    /// Whether it is very long, or long with letters and digits: nobody calls a zone so, and keys mostly stand in front.
    private static func looksLikeKey(_ label: String, isFirst: Bool) -> Bool {
        label.utf8.count >= (isFirst ? 16 : 20)
            || label.utf8.count >= 12 && label.contains(where: \.isNumber) && label.contains(where: \.isLetter)
    }
}
