// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("What is inside of attachments") struct AttachmentContentsTests {
    static func contents(_ bytes: [UInt8]) -> AttachmentContents { AttachmentContents(bytes.span) }

    static func bytes(base64: String) -> [UInt8] {
        var bytes: [UInt8] = []
        let message = "Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n" + base64
        Message(Array(message.utf8)).root.appendDecodedBody(to: &bytes)
        return bytes
    }

    /// By Python's zipfile: a list of relationships, one of them external, and `vbaProject.bin`, both deflated.
    static let document = """
        UEsDBBQAAAAIAAAAIVj/fc3AzAAAALMBAAAcAAAAd29yZC9fcmVscy9zZXR0aW5ncy54bWwucmVsc62Ru47CQAxFfyWagnKcpNgC
        GNLsFhTbrPgBk3EeIvPQjBeFv8fioV0kCgrKe22feyWvm9lNxZFSHoM3qtKlajbrH5qQxcjDGHMhGz4bNTDHJUBuB3KYdYjkZdKF
        5JBFph4itgfsCeqy/ID0n6EemcXWGpW2tlbF7hTpFXbourGlz9D+OvL8JAIynybKQsTUExt11Vo4Cp7HV++MR2aUe7sjF8WnvyI3
        Oh3HSdOMMiZgbQO7Bk21EGO1N/V9/ztYafQ1MyWPl+rw8I7NGVBLAwQUAAAACAAAACFYgxbcjAMAAAABAAAAEwAAAHdvcmQvdmJh
        UHJvamVjdC5iaW6rAABQSwECFAMUAAAACAAAACFY/33NwMwAAACzAQAAHAAAAAAAAAAAAAAAgAEAAAAAd29yZC9fcmVscy9zZXR0
        aW5ncy54bWwucmVsc1BLAQIUAxQAAAAIAAAAIViDFtyMAwAAAAEAAAATAAAAAAAAAAAAAACAAQYBAAB3b3JkL3ZiYVByb2plY3Qu
        YmluUEsFBgAAAAACAAIAiwAAADoBAAAAAA==
        """

    @Test("the names in a zip archive are read, of documents the macros and what they load from elsewhere")
    func document() {
        let contents = Self.contents(Self.bytes(base64: Self.document))
        #expect(
            contents.names.map { String(decoding: $0, as: UTF8.self) }
                == ["word/_rels/settings.xml.rels", "word/vbaProject.bin"])
        #expect(contents.traits == [.macros])
        #expect(contents.externalLinks.map(\.kind) == ["attachedTemplate"])
        #expect(contents.externalLinks.map(\.target) == [Array("http://evil.example/t.dotm?a=1&b=2".utf8)])
    }

    @Test("an archive whose directory is missing is read from its entries; encrypted files are told")
    func cutArchive() {
        let whole = Self.bytes(base64: Self.document)
        let contents = Self.contents(Array(whole.dropLast(60)))
        #expect(contents.names.count == 2 && contents.traits.contains(.noDirectory))
        var encrypted = whole
        // The flags of the first entry of the directory.
        if let place = encrypted.indices.first(where: { encrypted[$0...].starts(with: Array("PK\u{1}\u{2}".utf8)) }) {
            encrypted[place + 8] |= 1
        }
        #expect(Self.contents(encrypted).traits.contains(.encrypted))
    }

    @Test("a file that the directory names otherwise than it stands in the archive has both names")
    func twoNames() {
        var bytes = Self.bytes(base64: Self.document)
        // The first byte of the name in front of the first file.
        bytes[30] = UInt8(ascii: "W")
        let contents = Self.contents(bytes)
        #expect(contents.traits.contains(.twoNames))
        #expect(contents.names.map { String(decoding: $0, as: UTF8.self) }.contains("Word/_rels/settings.xml.rels"))
    }

    @Test("an old Office document tells by its directory whether it has macros")
    func compoundFile() {
        var file = [UInt8](repeating: 0, count: 512 * 3)
        file.replaceSubrange(0..<8, with: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
        file[30] = 9  // Sectors of 512 bytes; the table in the first of them, the directory in the second.
        file[48] = 1
        for index in 512..<1024 { file[index] = 0xff }
        for (place, name) in [(1024, "Root Entry"), (1152, "VBA")] {
            let units = TNEFStream.utf16(name)
            file.replaceSubrange(place..<(place + units.count), with: units)
            file[place + 64] = UInt8(units.count)
        }
        #expect(Self.contents(file).traits == [.macros])
        file[1152] = UInt8(ascii: "W")
        #expect(Self.contents(file).traits == [])
        // A chain that leads back to itself ends, too.
        file[512 + 4] = 1
        (file[512 + 5], file[512 + 6], file[512 + 7]) = (0, 0, 0)
        #expect(Self.contents(file).traits == [])
    }

    @Test("damaged and cut files are read to some end", arguments: 0..<20)
    func damaged(_ seed: UInt64) {
        var mutator = Mutator(seed: seed)
        let original = Self.bytes(base64: Self.document)
        for _ in 0..<100 {
            let contents = Self.contents(mutator.damaged(original))
            #expect(contents.names.count <= 400 && contents.externalLinks.count <= 50)
        }
    }
}
