// SPDX-License-Identifier: Apache-2.0

/// The zone of a block list as it may be shown: without the customer's key that some have in their names.
enum BlockListZone {
    /// Whose zones begin with a key: `KEY.zen.dq.spamhaus.net`.
    private static let keyed = ["dq.spamhaus.net", "mail.abusix.zone", "r.mail-abuse.com", "invaluement.com"]

    /// A zone, its key masked, without what answers are asked for (`zone=127.0.0.2`, `zone*3`).
    static func shown(_ text: String) -> String {
        let zone = text.prefix { $0 != "=" && $0 != "*" }.lowercased()
        var labels = zone.split(separator: ".").map(String.init)
        let isKeyed = keyed.contains { zone.hasSuffix("." + $0) }
        for (index, label) in labels.enumerated() where looksLikeKey(label) || (isKeyed && index == 0) {
            labels[index] = "****"
        }
        return labels.joined(separator: ".")
    }

    /// Very long, or long with letters and digits: nobody calls a zone so.
    private static func looksLikeKey(_ label: String) -> Bool {
        label.utf8.count >= 20
            || label.utf8.count >= 12 && label.contains(where: \.isNumber) && label.contains(where: \.isLetter)
    }
}
