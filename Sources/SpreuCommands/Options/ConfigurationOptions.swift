// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailFeatures
import NightlyBatch

/// The configuration of the nightly run, which says where a site has its store, key and models.
///
/// The one place in which commands look for a site.
struct ConfigurationOptions: ParsableArguments {
    /// The usual place of the file.
    private static let usual = "/etc/spreu/spreu.yaml"

    @Option(
        help: ArgumentHelp(
            """
            The configuration of the nightly run: it names store, key, models and site. (default: $SPREU_CONFIG, then \
            \(usual) where there is one)
            """,
            valueName: "file"))
    var config: String?

    /// The file: the option, else the environment, else the usual place if there is a file; nil: none.
    var path: String? {
        config ?? Environment.value("SPREU_CONFIG") ?? (access(Self.usual, F_OK) == 0 ? Self.usual : nil)
    }

    /// The configuration.
    ///
    /// - Parameter others: what may be given instead, for the error where there is none.
    func read(insteadOf others: String? = nil) throws -> NightlyConfiguration {
        guard let path else {
            let instead = others.map { ", or \($0)" } ?? ""
            throw Failure(.usage, "say which site: give --config FILE\(instead); there is no \(Self.usual)")
        }
        return try NightlyConfiguration(contentsOf: path)
    }
}
