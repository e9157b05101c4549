// SPDX-License-Identifier: Apache-2.0
import TrainingStore

// What a night says of the accounts and folders that it finds, and of those that it does not.
extension NightlyRun {
    /// Says which accounts are gone, and once only: unless they are most, what lay there is known to be gone from then on.
    func noteGone(_ found: FoundSources, _ store: TrainingStore, _ report: inout NightlyReport) throws(StoreError) {
        let gone = try GoneAccounts(store, found, command: configuration.commandOption)
        guard let warning = gone.warning else { return }
        report.warnings.append(warning)
        if !gone.areMost { _ = try store.vanish(sources: gone.sources, now: options.now) }
    }

    /// Says how much is excluded, and what the store has of it from before.
    func noteExcluded(
        _ found: FoundSources, _ store: TrainingStore, _ report: inout NightlyReport
    ) throws(StoreError) {
        let excluded = ExcludedMail(found)
        guard let line = excluded.line else { return }
        report.note("exclude", line)
        if let warning = excluded.idleWarning { report.warnings.append(warning) }
        if let known = try excluded.known(store, key: key) {
            report.warnings.append(known.warning(configuration))
        }
    }
}

extension NightlyReport {
    /// Says which names no account has, and which folders nobody named.
    mutating func note(_ folders: FolderSurvey) {
        if let missing = folders.missing { warnings.append(missing) }
        if let line = folders.unnamedLine { note("folders", line) }
        figures["folders"] = folders.json
    }
}
