// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import SpamModel

/// The model that scores, and who must have signed it.
struct ModelOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The model that 'spreu train' wrote.", valueName: "file"))
    var model: String

    @Option(
        help: ArgumentHelp(
            "File of public keys, as written by 'spreu models keygen'; one of them must have signed the model.",
            valueName: "file"))
    var publicKey: String?

    /// Opens the model with the site key that it needs; warns if it was trained with other settings of the site.
    func open(_ key: SiteKey, reading site: SiteSettings) throws -> SpamModel {
        try Self.open(model, signedBy: publicKey, key, reading: site)
    }

    /// Opens a model, as ``open(_:reading:)``.
    ///
    /// - Parameter publicKey: a file of public keys, one of which must have signed the model; nil: any model will do.
    static func open(
        _ model: String, signedBy publicKey: String? = nil, _ key: SiteKey, reading site: SiteSettings
    ) throws -> SpamModel {
        let trusted = try publicKey.map { try TrustedKeys.load(path: $0) }
        let opened = try SpamModel.open(
            model, keyID: key.id, extractorVersion: FeatureExtractor.version, signedBy: trusted)
        if opened.parameters.wereLearned(withOtherSettingsThan: site.digest(key)) {
            Console.warning(
                "\(model) was trained with site settings other than those given here, so scores differ from the "
                    + "filter's: give --site, or the same --hosts, --networks, --recipients and --ignore-fields as "
                    + "in training"
            )
        }
        return opened
    }
}
