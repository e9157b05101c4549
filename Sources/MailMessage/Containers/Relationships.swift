// SPDX-License-Identifier: Apache-2.0

/// What an Office document refers to outside of itself: relationships with `TargetMode="External"`.
///
/// - SeeAlso: ECMA-376 part 2, section 9.3.
enum Relationships {
    /// Adds the external ones of a list of relationships (`*.rels`), at most ``AttachmentContents/maximumLinks``.
    static func read(_ document: [UInt8], into links: inout [AttachmentContents.ExternalLink]) {
        for tag in document.split(separator: ASCII.less) where links.count < AttachmentContents.maximumLinks {
            guard tag.starts(with: "Relationship ".utf8) else { continue }
            let attributes = attributes(of: tag)
            guard attributes["TargetMode"]?.asciiLowercased == "external", let target = attributes["Target"] else {
                continue
            }
            let kind = attributes["Type"]?.split(separator: "/").last.map(String.init) ?? ""
            links.append(.init(kind: kind, target: Array(target.replacing("&amp;", with: "&").utf8)))
        }
    }

    private static func attributes(of tag: ArraySlice<UInt8>) -> [String: String] {
        var found: [String: String] = [:]
        var rest = tag.drop { !$0.isWhiteSpace }.prefix(8_000)
        while let equals = rest.firstIndex(of: ASCII.equals), equals + 1 < rest.endIndex {
            let name = rest[..<equals].drop { $0.isWhiteSpace }.prefix { !$0.isWhiteSpace }
            let quote = rest[equals + 1]
            let value = rest[(equals + 2)...].prefix { $0 != quote }
            found[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
            rest = rest[value.endIndex...].dropFirst()
        }
        return found
    }
}
