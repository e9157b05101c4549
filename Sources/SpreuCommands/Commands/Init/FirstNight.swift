// SPDX-License-Identifier: Apache-2.0
import Announcements
import DurableFiles
import Glibc
import ReportPages
import TextOutput

/// The nightly run that makes the first model: this program once more, as the service user.
struct FirstNight {
    private let configuration: String
    private let user: String
    private let language: Language

    /// A night may read millions of messages.
    private static let seconds = 24 * 3_600

    init(configuration: String, user: String, language: Language) {
        (self.configuration, self.user, self.language) = (configuration, user, language)
    }

    private var arguments: [String] { ["nightly", "--config", configuration, "--settle", "0"] }

    /// The command, to be run by hand.
    var command: String {
        let words = configuration == "/etc/spreu/spreu.yaml" ? ["nightly", "--settle", "0"] : arguments
        return "sudo -u \(user) spreu " + words.map(\.forShell).joined(separator: " ")
    }

    /// Runs it; nil: it was done, else what is wrong.
    ///
    /// Its report and its progress go to standard error.
    func run() -> String? {
        guard let program = FileName.resolved("/proc/self/exe") else { return "/proc is not mounted" }
        var words = [program] + arguments + ["--language", language.rawValue]
        if FileOwner.currentUser != user {
            words =
                [
                    "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--init-groups", "--",
                ] + words
        }
        let child = ChildProgram(
            words[0], Array(words.dropFirst()),
            environment: ["LANG", "LC_ALL", "TZ", "SPREU_NOW"].compactMap { name in
                Environment.value(name).map { (name, $0) }
            }, seconds: Self.seconds)
        guard case .failed(let reason) = child.run() else { return nil }
        return reason
    }
}
