// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import TrainingStore

extension IngestBatch {
    /// Takes a message that was read, unless the store has it already or has forgotten it, and counts which it was.
    ///
    /// - Parameter features: asked for only if they are to be stored.
    mutating func take(
        _ message: StoredMessage, account: String? = nil, from store: TrainingStore,
        counting report: inout IngestReport,
        features: () throws(StoreError) -> FeatureVector
    ) throws(StoreError) -> Reference {
        if let position = position(of: message.digest) {
            report.duplicates += 1
            return replaced(position).map { .known($0) } ?? .new(position)
        }
        if let known = try store.message(with: message.digest) {
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
        report.new += 1
        return .new(add(message, try features(), account: account))
    }
}
