// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// What a filter tells an MTA.
public enum MilterReply: Sendable, Hashable {
    /// `O`: what is agreed on, and which macros are wanted at which stage.
    case options(MilterOptions)
    /// `c`: go on.
    case proceed
    /// `s`: no more of the body is needed.
    case skip
    /// `y`: an SMTP reply, such as `550 5.7.1 Text`.
    case smtp(String)
    /// `h`: a field at the header's end.
    case addField(name: String, value: String)
    /// `i`: a field at a place from the top.
    case insertField(index: UInt32, name: String, value: String)
    /// `m`: another value for a field, counted from 1 among those of its name; an empty one deletes it.
    case changeField(index: UInt32, name: String, value: [UInt8])
    /// `q`: the message is put on hold for this reason.
    case quarantine(String)

    /// The macros that this filter reads, by libmilter's numbers of stages (`SMFIM_*`).
    static let macros: [(stage: UInt32, names: String)] = [
        (0, "j"), (2, "i {auth_authen}"), (5, "i"), (6, "i"),
    ]

    /// The reply as a packet.
    public var packet: MilterPacket {
        var data = ByteBuffer()
        switch self {
        case .options(let options):
            data.writeMultipleIntegers(options.version, options.actions.rawValue, options.steps.rawValue)
            if options.actions.contains(.setMacros) {
                for (stage, names) in Self.macros {
                    data.writeInteger(stage)
                    data.writeNulTerminated(names.utf8)
                }
            }
            return MilterPacket(command: UInt8(ascii: "O"), data: data)
        case .proceed: return MilterPacket(command: UInt8(ascii: "c"), data: data)
        case .skip: return MilterPacket(command: UInt8(ascii: "s"), data: data)
        case .smtp(let text):
            // A percent sign would be a format to some.
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

extension ByteBuffer {
    fileprivate mutating func writeNulTerminated(_ bytes: some Sequence<UInt8>) {
        writeBytes(bytes)
        writeInteger(UInt8(0))
    }
}
