// SPDX-License-Identifier: Apache-2.0

/// The messages of an mbox, one record after the other.
final class MboxStream: MessageStream {
    private var records: MboxRecords

    /// The messages of an mbox that are to be read; nil: none.
    static func open(
        _ opened: OpenedFile, provenance: Provenance, dialect: MboxDialect?, context: ReadContext
    ) -> MboxStream? {
        switch context.decide(ArchiveFile(.mbox, provenance, path: opened.name)) {
        case .skip: nil
        case .read: MboxStream(MboxRecords(opened, provenance: provenance, dialect: dialect, context: context))
        case .resume(let offset):
            MboxStream(MboxRecords(opened, provenance: provenance, dialect: dialect, context: context, from: offset))
        case .part(let range):
            MboxStream(
                MboxRecords(
                    opened, provenance: provenance, dialect: dialect, context: context, from: range.lowerBound,
                    to: range.upperBound))
        }
    }

    private init(_ records: consuming MboxRecords) { self.records = records }

    func next() -> Step { records.next() }
}
