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
            comment.map { "# \($0)" } + [
                "half-life: \(parameters.halfLife.map { number($0) } ?? "0")",
                "regularisation: \(number(parameters.regularisation))",
                "generative-weight: \(number(parameters.generativeWeight))",
                "suspicion: \(parameters.suspicion.isFinite ? number(parameters.suspicion) : "never")",
            ]
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
        let number = Double(value).flatMap { $0.isFinite && $0 >= 0 && $0 <= 1e9 ? $0 : nil }
        switch name {
        case "half-life":
            guard let number else { return "half-life takes a number of messages, 0 for never, not '\(value)'" }
            parameters.halfLife = number == 0 ? nil : number
        case "regularisation":
            guard let number, number > 0 else { return "regularisation takes a number above 0, not '\(value)'" }
            parameters.regularisation = number
        case "generative-weight":
            guard let number, number > 0 else { return "generative-weight takes a number above 0, not '\(value)'" }
            parameters.generativeWeight = number
        case "suspicion":
            guard value == "never" || number.map({ $0 > 0 }) == true else {
                return "suspicion takes a number above 0, or never, not '\(value)'"
            }
            parameters.suspicion = number ?? .infinity
        default:
            return "no setting '\(name)': there are half-life, regularisation, generative-weight and suspicion"
        }
        return nil
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
