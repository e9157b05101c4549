// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import ReportPages
import SpamModel
import TextOutput

extension Models {
    /// The command `spreu models keygen`.
    struct Keygen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key pair: a secret key to sign models, a public key for filters to verify them.")

        @Option(help: ArgumentHelp("File for the secret key, readable by its owner only.", valueName: "file"))
        var signingKey: String

        @Option(help: ArgumentHelp("File for the public key, to give to filters.", valueName: "file"))
        var publicKey: String

        @OptionGroup var language: LanguageOption

        func run() throws {
            for path in [signingKey, publicKey] { try FileOwner.requireOwn(path) }
            let key = try SigningKey.make(path: signingKey, publicPath: publicKey)
            try Console.write(ModelTexts.of(language.chosen).key.placing(key.publicKey.id) + "\n")
        }
    }

    /// The command `spreu models sign`.
    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign an existing model; the signature is written beside it.")

        @Argument(help: ArgumentHelp("The model file, or a link to it.", valueName: "file"))
        var file: String

        @Option(help: ArgumentHelp("The secret key that 'spreu models keygen' wrote.", valueName: "file"))
        var signingKey: String

        func run() throws {
            let key = try SigningKey.load(path: signingKey)
            let model = try SpamModel.open(file, keyID: nil, extractorVersion: nil)
            guard let path = ModelSignature.path(besideModel: file) else {
                throw Failure(.noInput, "\(file.forTerminal()) no longer exists")
            }
            try FileOwner.requireOwn(path)
            let signature = try key.sign(model.digest)
            do throws(DurableFileError) {
                try DurableFile.write(signature.fileContent, to: path)
            } catch {
                throw Failure(.cannotCreate, error.description)
            }
            try Console.write("\(path.forTerminal())\n")
        }
    }

    /// The command `spreu models verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verify that a model is intact and signed with a trusted key.")

        @Argument(help: ArgumentHelp("The model file, or a link to it.", valueName: "file"))
        var file: String

        @Option(help: ArgumentHelp("The public keys, one per line.", valueName: "file"))
        var publicKey: String

        @OptionGroup var language: LanguageOption

        func run() throws {
            let model = try SpamModel.open(
                file, keyID: nil, extractorVersion: nil, signedBy: TrustedKeys.load(path: publicKey))
            try Console.write(
                ModelTexts.of(language.chosen).isSigned.placing(file.forTerminal(), model.signer?.id ?? "") + "\n")
        }
    }
}
