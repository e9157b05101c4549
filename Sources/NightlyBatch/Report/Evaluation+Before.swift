// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation

extension BatchReport.Evaluation.Before {
    /// Compares the scores of the model that is served with those of a new training, of the messages that both scored.
    ///
    /// Judged by today's labels, as the gate does: those of then may have been found to be wrong. Nil without such messages.
    init?(_ current: [ScoredMessage], _ scored: [ScoredMessage]) {
        let known = Dictionary(current.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = scored.compactMap { new in
            known[new.path].map { old in
                var old = old
                old.judge = new.judge
                return (old: old, new: new)
            }
        }
        guard !pairs.isEmpty, let comparison = try? PairedBootstrap().compare(pairs.map(\.old), pairs.map(\.new))
        else { return nil }
        self.comparison = comparison
        curves = EvaluationCurves(pairs.map(\.old))
    }
}
