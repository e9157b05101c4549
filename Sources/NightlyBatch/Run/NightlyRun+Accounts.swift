// SPDX-License-Identifier: Apache-2.0
import TrainingStore

// What a night says of the accounts and folders that it finds, and of those that it does not.
extension NightlyRun {
    /// Says which accounts are gone, and once only: unless they are most, what lay there is known to be gone from then on.
    func noteGone(_ found: FoundSources, _ store: TrainingStore, _ report: inout BatchReport) throws(StoreError) {
        let gone = try GoneAccounts(store, found, command: configuration.commandOption)
        guard !gone.names.isEmpty else { return }
        report.warnings.append(.gone(gone))
        if !gone.areMost { _ = try store.markRemoved(sources: gone.sources, now: options.now) }
    }

    /// Says how much is excluded, and what the store has of it from before.
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
