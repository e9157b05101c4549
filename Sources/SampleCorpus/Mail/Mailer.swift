// SPDX-License-Identifier: Apache-2.0

/// A program that writes mail.
///
/// All names are invented; every one of them is used for good and for bad mail.
enum Mailer: CaseIterable {
    case desk, kite, webmail, phone, campaign, script, terminal

    var agent: (name: String, value: String)? {
        switch self {
        case .desk: ("X-Mailer", "Pigeon Desk 16.0")
        case .kite: ("User-Agent", "Kite Mail 4.11 (X11; Linux)")
        case .webmail: ("X-Mailer", "Example Webmail 3.2")
        case .phone: ("X-Mailer", "Lark Phone Mail (17.2)")
        case .campaign: ("X-Mailer", "Bulkhead 8.4")
        case .script: nil
        case .terminal: ("User-Agent", "Wren/2.2.9")
        }
    }

    func boundary(_ random: inout SplitMix64) -> String {
        switch self {
        case .desk: "----=_NextPart_000_00\(random.hex(2))_01DC\(random.hex(4)).\(random.hex(8))"
        case .kite: "------------\(random.base64Word(24).filter { $0 != "/" && $0 != "+" })"
        case .webmail: "000000000000\(random.hex(16))"
        case .phone: "Lark-Mail-\(random.hex(8))-\(random.hex(4))-\(random.hex(12))"
        case .campaign: "=_\(random.hex(32))"
        case .script: "===============\(random.word(19, of: "0123456789"))=="
        case .terminal: "\(random.base64Word(16).filter { $0 != "/" })"
        }
    }

    func messageID(_ moment: Moment, host: String, _ random: inout SplitMix64) -> String {
        switch self {
        case .desk: "<0\(random.hex(5))$\(random.hex(8))$@\(host)>"
        case .kite: "<\(random.hex(8))-\(random.hex(4))-\(random.hex(4))-\(random.hex(12))@\(host)>"
        case .webmail: "<CA\(random.word(40, of: "ABCDEFabcdefghijkmnopq0123456789_="))@\(host)>"
        case .phone: "<\(random.hex(8).uppercasedASCII)-\(random.hex(12).uppercasedASCII)@\(host)>"
        case .campaign: "<\(moment.seconds).\(random.hex(10)).bulk@\(host)>"
        case .script: "<\(moment.seconds).\(random.int(100...99999))@\(host)>"
        case .terminal: "<\(moment.seconds)\(random.word(6, of: "abcdefghijklmnopqrstuvwxyz"))@\(host)>"
        }
    }

    var dress: HTMLText.Dress {
        switch self {
        case .desk: .office
        case .webmail, .phone: .web
        case .campaign: .campaign
        case .script: .table
        case .kite, .terminal: .bare
        }
    }
}

extension String {
    /// Upper case for ASCII letters, without the tables of Unicode.
    var uppercasedASCII: String { String(decoding: utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }, as: UTF8.self) }
}
