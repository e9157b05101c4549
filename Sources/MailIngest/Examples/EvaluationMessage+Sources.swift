// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
package import SpamEvaluation
import TextOutput
package import TrainingStore

extension EvaluationMessage {
    /// Takes a labelled message of a store: its digest stands for a path, its features stay where they are.
    package init(_ message: LabelledMessage) {
        self.init(path: message.digest.hexadecimal, message.example, digest: message.digest)
    }

    /// Takes a message that was read from an archive; nil if it has no label.
    ///
    /// - Parameter path: by which its score names it.
    package init?(_ message: LabelledFeatures, path: String) {
        guard let messageClass = message.messageClass else { return nil }
        self.init(
            path: path, TrainingExample(features: message.features, messageClass: messageClass, date: message.date),
            digest: message.digest)
        isScored = message.use != .learnOnly
        isLearned = message.use != .scoreOnly
    }
}
