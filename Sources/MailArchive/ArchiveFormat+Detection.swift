// SPDX-License-Identifier: Apache-2.0
import DurableFiles

extension ArchiveFormat {
    /// Finds how a source keeps its messages, as ``ArchiveReader`` does without a format.
    ///
    /// Of an mbox the dialect is told (mboxrd where nothing speaks for another). nil when the source cannot be opened or
    /// holds no mail.
    public static func detect(_ path: String) -> ArchiveFormat? {
        let context = ReadContext(limits: .standard)
        let bytePath = BytePath(path)
        if bytePath.status()?.kind == .folder { return FolderKind(bytePath)?.format }
        guard let opened = OpenedFile.open(bytePath, name: path, isListed: true, context: context) else { return nil }
        switch opened.content {
        case .mbox:
            var window = opened.takeWindow()
            window.fill(to: MboxDialect.sampleBytes)
            return MboxDialect.detect(window.bytes, isComplete: window.isAtEnd).format
        case .index: return .index
        case .message, .text: return .message
        case .empty, .binary: return nil
        }
    }
}
