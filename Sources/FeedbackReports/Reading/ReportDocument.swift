// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What a file is, by its first bytes; names and types are what senders like.
enum DocumentKind {
    case gzip
    case zip
    case xml
    case json
    /// Something else.
    case other

    /// How many bytes ``init(_:)`` looks at.
    static let headBytes = 1 << 10

    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x1f, 0x8b]) {
            self = .gzip
        } else if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) || bytes.starts(with: Array("PK\u{5}\u{6}".utf8)) {
            self = .zip
        } else {
            // Behind byte-order marks, and in UTF-16 beside NULs.
            let blanks: Set<UInt8> = [0, 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf, 0xfe, 0xff]
            switch bytes.prefix(Self.headBytes).first(where: { !blanks.contains($0) }) {
            case UInt8(ascii: "<"): self = .xml
            case UInt8(ascii: "{"): self = .json
            default: self = .other
            }
        }
    }
}

/// Unpacks a report: zip archives and gzip, one in the other, within the limits.
struct ReportUnpacking {
    private let limits: FeedbackLimits
    /// Bytes that may yet be unpacked, of all that is given.
    private var room: Int
    /// Files that may yet be found, of what was given last.
    private var members: Int

    init(limits: FeedbackLimits) {
        self.limits = limits
        room = limits.unpackedBytes
        members = limits.members
    }

    /// The files of XML and JSON in the bytes; none if something else is there.
    mutating func documents(in bytes: [UInt8], depth: Int = 0) throws(RefusedReport) -> [[UInt8]] {
        guard bytes.count <= limits.packedBytes || depth > 0 else {
            throw RefusedReport(reason: .tooLarge(bytes: bytes.count))
        }
        if depth == 0 { members = limits.members }
        switch DocumentKind(bytes) {
        case .xml, .json: return [bytes]
        case .other: return []
        case let kind where depth >= limits.archiveDepth && (kind == .gzip || kind == .zip):
            throw RefusedReport(reason: .archiveInArchive)
        case .gzip: return try documents(in: unpacked(bytes.span, .gzip), depth: depth + 1)
        case .zip: return try members(of: bytes, depth: depth)
        }
    }

    private mutating func members(of archive: [UInt8], depth: Int) throws(RefusedReport) -> [[UInt8]] {
        var found: [[UInt8]] = []
        for entry in ZipDirectory(archive.span).entries {
            if entry.isEncrypted { throw RefusedReport(reason: .encrypted) }
            members -= 1
            if members < 0 { throw RefusedReport(reason: .tooManyFiles(limit: limits.members)) }
            let data = entry.data.clamped(to: 0..<archive.count)
            let bytes: [UInt8]
            if entry.isDeflated {
                bytes = try unpacked(archive.span.extracting(data), .none)
            } else {
                bytes = Array(archive[data])
                room -= bytes.count
            }
            if room < 0 { throw RefusedReport(reason: .unpacksTooFar(limit: limits.unpackedBytes)) }
            found += try documents(in: bytes, depth: depth + 1)
        }
        return found
    }

    /// What compressed bytes hold, as far as they are sound: rows in front of the damage count.
    private mutating func unpacked(_ bytes: Span<UInt8>, _ wrapper: Inflation.Wrapper) throws(RefusedReport) -> [UInt8]
    {
        var output: [UInt8] = []
        let isWhole = Inflation.append(bytes, wrapper: wrapper, to: &output, limit: room + 1)
        room -= output.count
        if room < 0 { throw RefusedReport(reason: .unpacksTooFar(limit: limits.unpackedBytes)) }
        if output.isEmpty && !isWhole { throw RefusedReport(reason: .damaged) }
        return output
    }
}
