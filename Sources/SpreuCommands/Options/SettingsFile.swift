// SPDX-License-Identifier: Apache-2.0
import Glibc
import SpamTraining

/// The file in which `spreu tune` keeps settings that are better on a site's own mail, and `--settings` reads them:
/// lines of `name: value` (YAML), and comments.
enum SettingsFile {
    private static let limit = 65_536

    /// The settings as text.
    static func text(_ parameters: Hyperparameters, comment: [String]) -> String {
        let lines =
            comment.map { "# \($0)" }
            + Hyperparameters.Setting.allCases.map { "\($0.rawValue): \(parameters.text(of: $0))" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads settings; what the file does not name keeps its default.
    ///
    /// - Throws: ``Failure`` that names the file, the line and what would be right.
    static func read(_ path: String) throws(Failure) -> Hyperparameters {
        guard let file = fopen(path, "rb") else { throw Failure(.noInput, "\(path): \(reason), check the path") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = fread(&bytes, 1, limit, file)
        guard ferror(file) == 0 else { throw Failure(.noInput, "\(path): \(reason), check that it is a file") }
        guard count < limit else {
            throw Failure(.badConfiguration, "\(path): too large to be settings, check the path")
        }
        var parameters = Hyperparameters.standard
        let lines = String(decoding: bytes[..<count], as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
            guard !content.isEmpty else { continue }
            let parts = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if let problem = set(parts[0], parts.count > 1 ? parts[1] : "", in: &parameters) {
                throw Failure(.badConfiguration, "\(path) line \(index + 1): \(problem)")
            }
        }
        return parameters
    }

    /// Sets one setting; what is wrong with it, if anything.
    private static func set(_ name: String, _ value: String, in parameters: inout Hyperparameters) -> String? {
        guard let setting = Hyperparameters.Setting(rawValue: name) else {
            let known = Hyperparameters.Setting.allCases.map(\.rawValue)
            return "no setting '\(name)': there are \(known.dropLast().joined(separator: ", ")) and \(known.last ?? "")"
        }
        return parameters.set(setting, to: value) ? nil : "\(name) takes \(setting.values), not '\(value)'"
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
