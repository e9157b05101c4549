// SPDX-License-Identifier: Apache-2.0
import TrainingStore

// What a night reports about the accounts and folders it finds, and about those it does not.
extension NightlyRun {
    /// Reports which accounts are gone, once only: unless most are, their mail counts as gone from then on.
    func noteGone(_ found: FoundSources, _ store: TrainingStore, _ report: inout BatchReport) throws(StoreError) {
        let gone = try GoneAccounts(store, found, command: configuration.commandOption)
        guard !gone.names.isEmpty else { return }
        report.warnings.append(.gone(gone))
        if !gone.areMost { _ = try store.markRemoved(sources: gone.sources, now: options.now) }
    }

    /// Reports how much is excluded, and how much of it the store has from before.
    func noteExcluded(
        _ found: FoundSources, _ store: TrainingStore, _ report: inout BatchReport
    ) throws(StoreError) {
        let excluded = ExcludedMail(found)
        report.excluded = excluded
        if excluded.idleWarning != nil { report.warnings.append(.idleExclusions(excluded)) }
        if let known = try excluded.known(store, key: key) {
            report.warnings.append(.knownExcluded(known, site: configuration.commandOption))
        }
    }
}
