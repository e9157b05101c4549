// SPDX-License-Identifier: Apache-2.0

/// In which language a person reads reports and explanations.
public enum Language: String, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// German.
    case german = "de"

    /// The language of a POSIX locale (`de_AT.UTF-8`); English where it is none of these.
    public init(locale: String) {
        self = Language(rawValue: String(locale.prefix { $0.isLetter }.lowercased())) ?? .english
    }
}
