// SPDX-License-Identifier: Apache-2.0
package import NIOCore

/// What an MTA tells a filter.
///
/// What no state of the conversation needs, such as the parameters of MAIL and RCPT, is not read.
///
/// - SeeAlso: libmilter/mfdef.h of Sendmail 8.14, `SMFIC_*`.
package enum MilterCommand: Sendable, Hashable {
    /// `O`: what the MTA offers.
    case negotiate(MilterOptions)
    /// `D`: macros, by their names without braces, that belong to the command that follows, which has this letter.
    case macros(for: UInt8, [String: String])
    /// `C`: a client connected; the address is nil where it has none.
    case connect(host: String, address: String?)
    /// `H`: what the client calls itself.
    case helo(String)
    /// `M`: a message begins, from this sender, without angle brackets; empty where there is none.
    case mail(sender: String)
    /// `R`: a recipient, without angle brackets.
    case recipient(String)
    /// `T`: the DATA command.
    case data
    /// `L`: a header field; the value is folded with LF, and has the blanks behind the colon only if that was agreed on.
    case header(name: [UInt8], value: [UInt8])
    /// `N`: the header's end.
    case endOfHeader
    /// `B`: a piece of the body, with CR LF line ends, cut anywhere.
    case body(ByteBuffer)
    /// `E`: the message's end, with a last piece of the body.
    case endOfMessage(ByteBuffer)
    /// `A`: the message is given up.
    case abort
    /// `Q`: the connection ends.
    case quit
    /// `K`: another client's connection follows.
    case quitForNewConnection
    /// `U`: an unknown SMTP command.
    case unknown

    /// Why a packet is no command.
    package enum ParseError: Error, Equatable {
        /// No command has this letter.
        case unknownLetter(UInt8)
        /// The data is not what the command needs.
        case malformed(UInt8)
    }

    /// The most macros that one command brings; MTAs send a dozen.
    package static let maxMacros = 200

    /// Reads a packet.
    ///
    /// - Throws: ``ParseError/unknownLetter(_:)`` for a letter that is no command's, ``ParseError/malformed(_:)`` with the
    ///   letter when the data are cut short, lack a name or have more than ``maxMacros`` macros.
    package init(_ packet: MilterPacket) throws(ParseError) {
        var data = packet.data
        let malformed = ParseError.malformed(packet.command)
        switch packet.command {
        case UInt8(ascii: "O"):
            guard let (version, actions, steps) = data.readMultipleIntegers(as: (UInt32, UInt32, UInt32).self) else {
                throw malformed
            }
            self = .negotiate(
                MilterOptions(
                    version: version, actions: MilterActions(rawValue: actions), steps: MilterSteps(rawValue: steps)))
        case UInt8(ascii: "D"):
            guard let letter = data.readInteger(as: UInt8.self) else { throw malformed }
            self = .macros(for: letter, try Self.macros(&data))
        case UInt8(ascii: "C"):
            guard let host = data.readNulTerminated(), let family = data.readInteger(as: UInt8.self) else {
                throw malformed
            }
            self = .connect(
                host: String(decoding: host, as: UTF8.self), address: try Self.address(family: family, &data))
        case UInt8(ascii: "H"):
            guard let name = data.readNulTerminated() else { throw malformed }
            self = .helo(String(decoding: name, as: UTF8.self))
        case UInt8(ascii: "M"): self = .mail(sender: Self.path(&data))
        case UInt8(ascii: "R"): self = .recipient(Self.path(&data))
        case UInt8(ascii: "T"): self = .data
        case UInt8(ascii: "L"):
            guard let name = data.readNulTerminated(), let value = data.readNulTerminated(), !name.isEmpty else {
                throw malformed
            }
            self = .header(name: name, value: value)
        case UInt8(ascii: "N"): self = .endOfHeader
        case UInt8(ascii: "B"): self = .body(data)
        case UInt8(ascii: "E"): self = .endOfMessage(data)
        case UInt8(ascii: "A"): self = .abort
        case UInt8(ascii: "Q"): self = .quit
        case UInt8(ascii: "K"): self = .quitForNewConnection
        case UInt8(ascii: "U"): self = .unknown
        default: throw .unknownLetter(packet.command)
        }
    }

    /// Names and values by turns; braces around a name are left out.
    private static func macros(_ data: inout ByteBuffer) throws(ParseError) -> [String: String] {
        var macros: [String: String] = [:]
        while data.readableBytes > 0 {
            guard let name = data.readNulTerminated(), let value = data.readNulTerminated(), macros.count < maxMacros
            else {
                throw .malformed(UInt8(ascii: "D"))
            }
            var bare = name[...]
            if bare.first == UInt8(ascii: "{"), bare.last == UInt8(ascii: "}") { bare = bare.dropFirst().dropLast() }
            macros[String(decoding: bare, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
        return macros
    }

    /// The address of MAIL or RCPT; empty where there is none.
    private static func path(_ data: inout ByteBuffer) -> String {
        guard let bytes = data.readNulTerminated() else { return "" }
        let isInBrackets = bytes.first == UInt8(ascii: "<") && bytes.last == UInt8(ascii: ">")
        return String(decoding: isInBrackets ? bytes.dropFirst().dropLast() : bytes[...], as: UTF8.self)
    }

    /// The address of a client: families `4` and `6` have a port and an address, `L` a path, `U` nothing.
    private static func address(family: UInt8, _ data: inout ByteBuffer) throws(ParseError) -> String? {
        guard family == UInt8(ascii: "4") || family == UInt8(ascii: "6") else { return nil }
        guard data.readInteger(as: UInt16.self) != nil, let bytes = data.readNulTerminated() else {
            throw .malformed(UInt8(ascii: "C"))
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.lowercased().hasPrefix("ipv6:") ? String(text.dropFirst(5)) : text
    }
}

extension ByteBuffer {
    /// Reads the bytes before the next NUL, and that; nil if there is none.
    fileprivate mutating func readNulTerminated() -> [UInt8]? {
        guard let end = readableBytesView.firstIndex(of: 0) else { return nil }
        let bytes = readBytes(length: end - readerIndex)
        moveReaderIndex(forwardBy: 1)
        return bytes
    }
}
