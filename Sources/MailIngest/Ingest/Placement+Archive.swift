// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TrainingStore

extension Placement {
    init(_ file: ArchiveFile, _ location: Location, now: Int64) {
        self.init(
            folder: file.provenance.folder, flags: file.provenance.flags, keywords: file.provenance.keywords,
            label: file.label, secondsThere: now - location.since, wasMoved: location.wasMoved,
            wasFiltered: location.wasFiltered,
            delivered: file.isMaildir ? Self.deliveryTime(ofFile: file.provenance.path) : nil,
            isMaildir: file.isMaildir)
    }

    /// The seconds that a name in a Maildir begins with: `1700000000.M20046P2137.mx,S=1234:2,S`.
    private static func deliveryTime(ofFile path: String) -> Int64? {
        let name = path.utf8[
            (path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex)...]
        let digits = name.prefix { $0 &- 0x30 < 10 }
        // Ten digits until the year 2286; others are no times.
        return digits.count == 10 ? Int64(String(Substring(digits))) : nil
    }

    /// Where nothing is known but since when.
    init(secondsThere: Int64) {
        self.init(folder: nil, secondsThere: secondsThere, isMaildir: false)
    }
}

extension ArchiveWarning {
    /// Whether all messages of the mbox but one were read as they are.
    var leavesRestReadable: Bool {
        switch problem {
        case .messageTooLong, .noMessageAtStart, .wrongContentLength, .mayHoldMessages: true
        default: false
        }
    }
}
