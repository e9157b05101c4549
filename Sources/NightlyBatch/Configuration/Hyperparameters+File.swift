// SPDX-License-Identifier: Apache-2.0
public import SiteConfiguration
public import SpamTraining

/// The file in which `spreu tune` keeps settings that are better on a site's own mail: `train --settings` and the nightly
/// configuration read it.
extension Hyperparameters {
    /// Reads settings; what the file does not name keeps its default.
    ///
    /// - Throws: ``ConfigurationError`` that names the file, the line and what would be right.
    public init(contentsOf path: String) throws(ConfigurationError) {
        var section = try ConfigurationSection(path: path, text: SmallFile.text(path))
        try self.init(&section)
        try section.finish()
    }

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        self = .standard
        for setting in Setting.allCases {
            guard let text = try section.string(setting.rawValue) else { continue }
            guard set(setting, to: text) else {
                throw section.error(setting.rawValue, "it takes \(setting.values), not '\(text)'")
            }
        }
    }

    /// The settings as such a file has them, behind lines of comment.
    public func fileText(comment: [String]) -> String {
        let lines = comment.map { "# \($0)" } + Setting.allCases.map { "\($0.rawValue): \(text(of: $0))" }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ConfigurationSection {
    /// Takes `learner`: settings of the learner, or the file that has them.
    mutating func learnerSettings() throws(ConfigurationError) -> Hyperparameters {
        if isText("learner") {
            return try filePath("learner").map { path throws(ConfigurationError) in
                try Hyperparameters(contentsOf: path)
            } ?? .standard
        }
        guard var section = try section("learner") else { return .standard }
        let settings = try Hyperparameters(&section)
        try section.finish()
        return settings
    }
}
