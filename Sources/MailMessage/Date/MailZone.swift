// SPDX-License-Identifier: Apache-2.0

/// Zones that dates give by name.
enum MailZone {
    /// The offset in minutes that a name (in lower case) stands for; nil if it names no zone.
    ///
    /// RFC 5322's obsolete zones mean what it says; single letters, whose signs RFC 822 got wrong, mean UTC. The rest
    /// are the names most seen in mail, in their most usual meaning.
    static func minutes(of name: String) -> Int? {
        if name.utf8.count == 1, let letter = name.utf8.first, letter != UInt8(ascii: "j") {
            return letter.isLetter ? 0 : nil
        }
        return table[name]
    }

    private static let table: [String: Int] = [
        "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
        "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
        "est5edt": -300, "cst6cdt": -360, "mst7mdt": -420, "pst8pdt": -480,
        "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210, "ndt": -150, "brt": -180,
        "west": 60, "bst": 60, "cet": 60, "cest": 120, "met": 60, "mez": 60, "mest": 120, "mesz": 120, "mewt": 60,
        "eet": 120, "eest": 180, "sast": 120, "ist": 330, "msk": 180, "msd": 240, "hkt": 480, "sgt": 480, "awst": 480,
        "jst": 540, "kst": 540, "acst": 570, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    ]
}
