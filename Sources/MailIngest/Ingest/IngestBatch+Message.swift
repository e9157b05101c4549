// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import TrainingStore

extension IngestBatch {
    /// Takes a message that was read, unless the store has it already or has forgotten it, and counts which it was.
    ///
    /// - Parameters:
    ///   - outdated: the number in the ledger of the message that lies there, with outdated features. Where the site begins
    ///     may be seen otherwise since, and then its digest is another: it is the same message all the same, with its labels.
    ///   - features: asked for only if they are to be stored.
    mutating func take(
        _ message: StoredMessage, account: String? = nil, outdated: Int64? = nil, from store: TrainingStore,
        counting report: inout IngestReport,
        features: () throws(StoreError) -> FeatureVector
    ) throws(StoreError) -> Reference {
        if let position = position(of: message.digest) {
            report.duplicates += 1
            return replaced(position).map { .known($0) } ?? .new(position)
        }
        // One that the batch gives another digest is no longer the one with this digest, as after a commit.
        if let known = try store.message(with: message.digest), !replaces(known.id) {
            if known.isCurrent {
                report.duplicates += 1
            } else {
                report.renewed += 1
                _ = add(message, try features(), account: account, replaces: known.id)
            }
            return .known(known.id)
        }
        if try store.isForgotten(message.digest) {
            report.forgotten += 1
            return .forgotten
        }
        if let outdated {
            // A copy of it, which was renewed as another one lies: one message they stay.
            let isCurrent = try store.isCurrent(outdated)
            if isCurrent || replaces(outdated) {
                report.duplicates += 1
                return .known(outdated)
            }
            report.renewed += 1
            _ = add(message, try features(), account: account, replaces: outdated)
            return .known(outdated)
        }
        report.new += 1
        return .new(add(message, try features(), account: account))
    }
}
