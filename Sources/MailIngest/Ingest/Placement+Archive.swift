// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TrainingStore

extension Placement {
    init(_ file: ArchiveFile, _ place: Place, now: Int64) {
        self.init(
            folder: file.provenance.folder, flags: file.provenance.flags, keywords: file.provenance.keywords,
            label: file.label, secondsThere: now - place.since, wasMoved: place.wasMoved,
            wasFiltered: place.wasFiltered, isMaildir: file.isMaildir)
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
        case .messageTooLong, .noMessageAtStart, .wrongContentLength: true
        default: false
        }
    }
}
