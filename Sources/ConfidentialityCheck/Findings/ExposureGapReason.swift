// SPDX-License-Identifier: Apache-2.0

/// Why something could not be checked: as values; sentences are made of them elsewhere.
package enum ExposureGapReason: Sendable, Hashable {
    /// Nothing of it was given.
    case noneGiven
    /// Without a configuration only the machine's users are known.
    case noConfiguration
    /// The configuration names no account that is there.
    case noAccounts
    /// Without own domains no address can be told from others'.
    case noOwnDomains
    /// There is a `main.cf` alone.
    case noServices
    /// Dovecot is not installed here.
    case noDoveconf
    /// No program is run for another machine's files.
    case doveconfNotRun
    /// A file is not what `doveconf -n` prints.
    case noDoveconfOutput(String)
    /// A zone has no record on reports.
    case noReportRecord(String)
    /// A parameter cannot be expanded, and where it is set.
    case notExpanded(String, place: String)
    /// There is no file at a path.
    case noFile(String)
    /// This user may not read a file.
    case notAllowed(String)
    /// Files that cannot be read, and the first of them.
    case unreadable(Int, example: String)
    /// Lists and scripts that others include, and where the first is.
    case included(Int, example: String)
    /// Scripts whose account is not known, while some accounts are excluded: they are not opened.
    case withoutOwner(Int)
    /// A program that has rules of its own, which are not read.
    case rulesOf(String)
    /// More tables than are read, at a parameter.
    case tooManyTables(String, most: Int)
    /// More accounts than are looked at.
    case tooManyAccounts(most: Int)
    /// Findings of a kind that were only counted.
    case moreFindings(ExposureKind, Int)
    /// A table, a parameter, or what is wrong with a file, in the words of what reads it.
    case named(String)
}
