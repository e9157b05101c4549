// SPDX-License-Identifier: Apache-2.0

/// A letter with its bytes as the site's server stored them.
struct StoredLetter {
    var letter: Letter
    var bytes: [UInt8]
}

/// Writes the same letters three ways: as two mboxes, as single files with an index, and as a Maildir.
struct CorpusWriter {
    let files: Files
    /// In time order.
    let letters: [StoredLetter]
    var random: SplitMix64

    /// `ham.mbox` and `spam.mbox`, quoted as mboxrd, with the fields that mailbox programs add.
    mutating func writeMboxes() throws(WriteError) {
        for isSpam in [false, true] {
            var mbox: [UInt8] = []
            for (number, stored) in letters.filter({ $0.letter.isSpam == isSpam }).enumerated() {
                let envelope = stored.letter.envelope ?? stored.letter.from.address
                let sender = envelope.isEmpty ? "MAILER-DAEMON" : envelope
                mbox += Array("From \(sender) \(stored.letter.moment.asctime)\n".utf8)
                mbox += Array("Status: \(random.chance(80) ? "RO" : "O")\nX-UID: \(number + 1)\n".utf8)
                mbox += Self.quoted(stored.bytes) + [10]
            }
            try files.write(mbox, to: isSpam ? "spam.mbox" : "ham.mbox")
        }
    }

    /// `eml/NNN.eml` and `index`, in time order; some files with the line ends of Windows.
    mutating func writeIndex() throws(WriteError) {
        try files.makeFolder("eml")
        var index = ""
        for (number, stored) in letters.enumerated() {
            let name = "eml/\(String(1_001 + number).dropFirst()).eml"
            let bytes = random.chance(20) ? Self.withCRLF(stored.bytes) : stored.bytes
            try files.write(bytes, to: name, time: stored.letter.moment.seconds)
            index += "\(stored.letter.isSpam ? "spam" : "ham") \(name)\n"
        }
        try files.write(Array(index.utf8), to: "index")
    }

    /// `Maildir` as Dovecot keeps it: INBOX, Junk, an archive, a folder with an umlaut and the bin.
    mutating func writeMaildir() throws(WriteError) {
        let folders = ["", ".Junk", ".Archive", ".Trash", ".Gesch&AOQ-fte"]
        for folder in folders {
            for part in ["cur", "new", "tmp"] { try files.makeFolder("Maildir/\(folder)/\(part)") }
            try files.write(Array("0 $Forwarded\n1 NonJunk\n2 Junk\n".utf8), to: "Maildir/\(folder)/dovecot-keywords")
            if !folder.isEmpty { try files.write([], to: "Maildir/\(folder)/maildirfolder") }
        }
        for (number, stored) in letters.enumerated() {
            let (folder, flags) = place(stored.letter)
            let name =
                "\(stored.letter.moment.seconds + 3).M\(random.int(100_000...999_999))P\(2_000 + number)."
                + "imap,S=\(stored.bytes.count)"
            let path = flags.map { "cur/\(name):2,\($0)" } ?? "new/\(name)"
            try files.write(stored.bytes, to: "Maildir/\(folder)/\(path)", time: stored.letter.moment.seconds + 3)
        }
    }

    /// The folder into which the reader put a letter, and its flags; none for unseen mail in `new`.
    private mutating func place(_ letter: Letter) -> (folder: String, flags: String?) {
        let chance = random.int(0...99)
        if letter.isSpam { return chance < 88 ? (".Junk", "Sc") : chance < 95 ? (".Trash", "ST") : ("", nil) }
        switch chance {
        case 0..<40: return ("", random.pick(["S", "RS", "FS", "Sa", "Sb", "RSb"]))
        case 40..<65: return (".Archive", random.pick(["S", "RS"]))
        case 65..<82: return (".Gesch&AOQ-fte", random.pick(["S", "FRS"]))
        case 82..<92: return (".Trash", "ST")
        default: return ("", nil)
        }
    }

    /// A `>` before each line that is `From `, quoted or not.
    private static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        let from = Array("From ".utf8)
        var result: [UInt8] = []
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            if line.drop(while: { $0 == UInt8(ascii: ">") }).starts(with: from) { result.append(UInt8(ascii: ">")) }
            result += line
            result.append(10)
        }
        if bytes.last == 10 { result.removeLast() }
        return result
    }

    private static func withCRLF(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
    }
}
