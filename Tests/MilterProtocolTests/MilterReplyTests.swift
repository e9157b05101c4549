// SPDX-License-Identifier: Apache-2.0
import MilterProtocol
import NIOCore
import Testing

@Suite("Milter replies") struct MilterReplyTests {
    /// A reply's letter and data, in which `|` stands for NUL.
    private func wire(_ reply: MilterReply) -> String {
        let packet = reply.packet
        return String(Character(Unicode.Scalar(packet.command)))
            + String(buffer: packet.data).replacing("\0", with: "|")
    }

    @Test("replies are packets")
    func replies() {
        #expect(wire(.proceed) == "c")
        #expect(wire(.skip) == "s")
        #expect(wire(.smtp("550 5.7.1 100 % no")) == "y550 5.7.1 100 %% no|")
        #expect(wire(.addField(name: "A", value: "b")) == "hA|b|")
        #expect(wire(.insertField(index: 1, name: "A", value: "b")) == "i|||\u{1}A|b|")
        #expect(wire(.changeField(index: 2, name: "A", value: [])) == "m|||\u{2}A||")
        #expect(wire(.quarantine("x")) == "qx|")
    }

    @Test("macros are asked for with the options, where the server lets the filter")
    func macros() {
        let macros = [MilterMacros(.connect, ["j"]), MilterMacros(.mail, ["i", "{auth_authen}"])]
        var options = MilterOptions(version: 6, actions: [.setMacros], steps: [.skip])
        #expect(
            wire(.options(options, macros: macros))
                == "O|||\u{6}||\u{1}|||\u{4}|" + "||||j|" + "|||\u{2}i {auth_authen}|")
        options.actions = []
        #expect(wire(.options(options, macros: macros)) == "O|||\u{6}||||||\u{4}|")
    }
}
