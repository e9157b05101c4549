// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import ReportPages

/// In which language a command speaks to people.
struct LanguageOption: ParsableArguments {
    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    /// The language that is asked for, else that of the environment.
    var chosen: Language { language ?? .ofEnvironment }
}
