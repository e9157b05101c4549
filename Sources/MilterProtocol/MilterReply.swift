// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// What a filter tells an MTA.
///
/// - SeeAlso: libmilter/mfdef.h of Sendmail 8.14, `SMFIR_*`.
package enum MilterReply: Sendable, Hashable {
    /// `O`: what is agreed on, and which macros are wanted at which stage.
    ///
    /// The macros are only told where ``MilterActions/setMacros`` was agreed on.
    case options(MilterOptions, macros: [MilterMacros])
    /// `c`: go on; at a message's end: deliver it.
    case proceed
    /// `s`: no more of the body is needed.
    case skip
    /// `y`: an SMTP reply of 4xx or 5xx, such as `550 5.7.1 Text`; the message ends with it.
    case smtp(String)
    /// `h`: a field at the header's end.
    case addField(name: String, value: String)
    /// `i`: a field at a place from the top, which is 0.
    case insertField(index: UInt32, name: String, value: String)
    /// `m`: another value for a field, counted from 1 among those of its name; an empty one deletes it.
    case changeField(index: UInt32, name: String, value: [UInt8])
    /// `q`: the message is put on hold for this reason.
    case quarantine(String)

    /// The reply as a packet.
    ///
    /// A percent sign in the text of ``smtp(_:)`` is doubled: MTAs take it for a format.
    package var packet: MilterPacket {
        var data = ByteBuffer()
        switch self {
        case .options(let options, let macros):
            data.writeMultipleIntegers(options.version, options.actions.rawValue, options.steps.rawValue)
            if options.actions.contains(.setMacros) {
                for request in macros {
                    data.writeInteger(request.stage.rawValue)
                    data.writeNulTerminated(request.names.joined(separator: " ").utf8)
                }
            }
            return MilterPacket(command: UInt8(ascii: "O"), data: data)
        case .proceed: return MilterPacket(command: UInt8(ascii: "c"), data: data)
        case .skip: return MilterPacket(command: UInt8(ascii: "s"), data: data)
        case .smtp(let text):
            data.writeNulTerminated(text.replacing("%", with: "%%").utf8)
            return MilterPacket(command: UInt8(ascii: "y"), data: data)
        case .addField(let name, let value):
            data.writeNulTerminated(name.utf8)
            data.writeNulTerminated(value.utf8)
            return MilterPacket(command: UInt8(ascii: "h"), data: data)
        case .insertField(let index, let name, let value):
            data.writeInteger(index)
            data.writeNulTerminated(name.utf8)
            data.writeNulTerminated(value.utf8)
            return MilterPacket(command: UInt8(ascii: "i"), data: data)
        case .changeField(let index, let name, let value):
            data.writeInteger(index)
            data.writeNulTerminated(name.utf8)
            data.writeNulTerminated(value)
            return MilterPacket(command: UInt8(ascii: "m"), data: data)
        case .quarantine(let reason):
            data.writeNulTerminated(reason.utf8)
            return MilterPacket(command: UInt8(ascii: "q"), data: data)
        }
    }
}

/// Macros that a filter asks for at one stage of a transaction.
package struct MilterMacros: Sendable, Hashable {
    /// The stages, by their numbers on the wire (libmilter/mfapi.h, `SMFIM_*`).
    package enum Stage: UInt32, Sendable, CaseIterable {
        /// A client's connection.
        case connect = 0
        /// HELO.
        case helo = 1
        /// MAIL.
        case mail = 2
        /// RCPT.
        case recipient = 3
        /// DATA.
        case data = 4
        /// The message's end.
        case endOfMessage = 5
        /// The header's end.
        case endOfHeader = 6
    }

    /// When they are wanted.
    package var stage: Stage
    /// Their names, in braces if they have more than one letter.
    package var names: [String]

    /// Asks for macros at a stage.
    package init(_ stage: Stage, _ names: [String]) {
        self.stage = stage
        self.names = names
    }
}

extension ByteBuffer {
    fileprivate mutating func writeNulTerminated(_ bytes: some Sequence<UInt8>) {
        writeBytes(bytes)
        writeInteger(UInt8(0))
    }
}
