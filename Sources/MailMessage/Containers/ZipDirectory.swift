// SPDX-License-Identifier: Apache-2.0

/// The files that a zip archive lists, in its central directory or, where that is missing, in front of each.
///
/// - SeeAlso: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
package struct ZipDirectory {
    /// One file of the archive.
    package struct Entry {
        /// Where its name lies.
        package var name: Range<Int>
        /// Whether it takes a password to read it.
        package var isEncrypted: Bool
        /// Whether DEFLATE packed it; else it lies there as it is, or packed by a method that is not read here.
        package var isDeflated: Bool
        /// Where the compressed bytes lie.
        package var data: Range<Int>
        /// The name that stands in front of the file, if the directory has another.
        var otherName: Range<Int>?
    }

    /// The files, in the archive's order.
    package private(set) var entries: [Entry] = []
    private(set) var hasDirectory = true

    private static let longestComment = 0xffff
    private static let endBytes = 22
    /// Bytes of the relationships of an Office document that are unpacked.
    private static let relationshipBytes = 1 << 18

    /// Reads the names, at most ``AttachmentContents/maximumNames``.
    package init(_ archive: Span<UInt8>) {
        if !readDirectory(archive) {
            hasDirectory = false
            readLocalHeaders(archive)
        }
    }

    private mutating func readDirectory(_ archive: Span<UInt8>) -> Bool {
        var end = archive.count - Self.endBytes
        let last = max(0, end - Self.longestComment)
        while end >= last, !archive.has("PK\u{5}\u{6}", at: end) { end -= 1 }
        guard end >= last, let size = archive.uint32(at: end + 12), let offset = archive.uint32(at: end + 16) else {
            return false
        }
        // Something may stand before the archive; the directory ends where its end record begins.
        var place = archive.has("PK\u{1}\u{2}", at: offset) || size == 0 ? offset : end - size
        while entries.count < AttachmentContents.maximumNames, archive.has("PK\u{1}\u{2}", at: place) {
            guard let flags = archive.uint16(at: place + 8), let method = archive.uint16(at: place + 10),
                let size = archive.uint32(at: place + 20), let nameBytes = archive.uint16(at: place + 28),
                let extraBytes = archive.uint16(at: place + 30), let commentBytes = archive.uint16(at: place + 32),
                let header = archive.uint32(at: place + 42)
            else { break }
            // The last number that was read ends where the name begins.
            let name = (place + 46)..<min(place + 46 + nameBytes, archive.count)
            var entry = Entry(
                name: name, isEncrypted: flags & 1 != 0, isDeflated: method == 8, data: 0..<0, otherName: nil)
            if let local = Self.localHeader(in: archive, at: header) {
                entry.data = local.dataStart..<max(local.dataStart, min(local.dataStart + size, archive.count))
                if !archive.extracting(local.name).isSame(as: archive.extracting(name)) { entry.otherName = local.name }
            }
            entries.append(entry)
            place += 46 + nameBytes + extraBytes + commentBytes
        }
        return !entries.isEmpty || size == 0
    }

    /// Goes from file to file, as long as their sizes stand before them.
    private mutating func readLocalHeaders(_ archive: Span<UInt8>) {
        var place = 0
        while entries.count < AttachmentContents.maximumNames, let local = Self.localHeader(in: archive, at: place) {
            guard let flags = archive.uint16(at: place + 6), let method = archive.uint16(at: place + 8),
                let size = archive.uint32(at: place + 18)
            else { return }
            let end = min(local.dataStart + size, max(archive.count, local.dataStart))
            entries.append(
                Entry(
                    name: local.name, isEncrypted: flags & 1 != 0, isDeflated: method == 8, data: local.dataStart..<end)
            )
            place = local.dataStart + size
        }
    }

    private static func localHeader(in archive: Span<UInt8>, at place: Int) -> (name: Range<Int>, dataStart: Int)? {
        guard archive.has("PK\u{3}\u{4}", at: place), let nameBytes = archive.uint16(at: place + 26),
            let extraBytes = archive.uint16(at: place + 28), place + 30 + nameBytes <= archive.count
        else { return nil }
        let name = (place + 30)..<(place + 30 + nameBytes)
        return (name, name.upperBound + extraBytes)
    }

    // MARK: Contents

    /// Tells what the archive holds.
    func describe(_ archive: Span<UInt8>, in contents: inout AttachmentContents) {
        if !hasDirectory { contents.traits.insert(.noDirectory) }
        var room = Self.relationshipBytes
        for entry in entries {
            let name = archive.bytes(entry.name.prefix(AttachmentContents.maximumNameBytes))
            contents.names.append(name)
            if entry.isEncrypted { contents.traits.insert(.encrypted) }
            if let other = entry.otherName {
                contents.traits.insert(.twoNames)
                contents.names.append(archive.bytes(other.prefix(AttachmentContents.maximumNameBytes)))
            }
            if name.ends(with: "vbaProject.bin") || name.ends(with: "vbaData.xml") { contents.traits.insert(.macros) }
            guard name.ends(with: ".rels"), room > 0, !entry.isEncrypted else { continue }
            var document: [UInt8] = []
            let data = entry.data.clamped(to: 0..<archive.count)
            if entry.isDeflated {
                Inflation.append(archive.extracting(data), wrapper: .none, to: &document, limit: room)
            } else {
                document = archive.bytes(data.prefix(room))
            }
            // What is unpacked counts, and so does what was looked at to no avail: entries may share their bytes.
            room -= max(document.count, data.count / 4, 1)
            Relationships.read(document, into: &contents.externalLinks)
        }
    }
}

extension [UInt8] {
    fileprivate func ends(with suffix: StaticString) -> Bool {
        count >= suffix.utf8CodeUnitCount && span.has(suffix, at: count - suffix.utf8CodeUnitCount)
    }
}
extension Range<Int> {
    /// The range's beginning.
    fileprivate func prefix(_ length: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + length) }
}
