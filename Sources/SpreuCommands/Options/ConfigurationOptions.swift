// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailFeatures
import NightlyBatch

/// The configuration of the nightly run, which says where a site has its store, key and models.
///
/// The only place where commands look for a site.
struct ConfigurationOptions: ParsableArguments {
    /// The usual place of the file.
    private static let usual = "/etc/spreu/spreu.yaml"

    @Option(
        help: ArgumentHelp(
            """
            The configuration of the nightly run, which names store, key, models and site. (default: $SPREU_CONFIG, \
            then \(usual) if it exists)
            """,
            valueName: "file"))
    var config: String?

    /// The file: from the option, the environment, or the default path if it exists; nil: none.
    var path: String? {
        config ?? Environment.value("SPREU_CONFIG") ?? (access(Self.usual, F_OK) == 0 ? Self.usual : nil)
    }

    /// The configuration.
    ///
    /// - Parameter others: what can be given instead, for the error if there is none.
    func read(insteadOf others: String? = nil) throws -> NightlyConfiguration {
        guard let path else {
            let instead = others.map { ", or \($0)" } ?? ""
            throw Failure(.usage, "no site given: give --config FILE\(instead); \(Self.usual) does not exist")
        }
        return try NightlyConfiguration(contentsOf: path)
    }
}
