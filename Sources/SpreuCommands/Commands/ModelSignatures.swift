// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import SpamModel
import TextOutput

extension Models {
    /// The command `spreu models keygen`.
    struct Keygen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key to sign models with, and the public key with which filters verify them.")

        @Option(help: ArgumentHelp("Where the secret goes, for its owner only.", valueName: "file"))
        var signingKey: String

        @Option(help: ArgumentHelp("Where the public key goes, for filters.", valueName: "file"))
        var publicKey: String

        func run() throws {
            for path in [signingKey, publicKey] { try FileOwner.requireOwn(path) }
            let key = try SigningKey.make(path: signingKey, publicPath: publicKey)
            try Console.write("key \(key.publicKey.id)\n")
        }
    }

    /// The command `spreu models sign`.
    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign a model that is there: the signature is written beside it.")

        @Argument(help: ArgumentHelp("The model's file, or a link to it.", valueName: "file"))
        var file: String

        @Option(help: ArgumentHelp("The secret that 'spreu models keygen' wrote.", valueName: "file"))
        var signingKey: String

        func run() throws {
            let key = try SigningKey.load(path: signingKey)
            let model = try SpamModel.open(file, keyID: nil, extractorVersion: nil)
            guard let path = ModelSignature.path(besideModel: file) else {
                throw Failure(.noInput, "\(file.forTerminal()) is not there any more")
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
            abstract: "Say whether a model is whole, and signed with one of the keys that are trusted.")

        @Argument(help: ArgumentHelp("The model's file, or a link to it.", valueName: "file"))
        var file: String

        @Option(help: ArgumentHelp("The public keys, one a line.", valueName: "file"))
        var publicKey: String

        func run() throws {
            let model = try SpamModel.open(
                file, keyID: nil, extractorVersion: nil, signedBy: TrustedKeys.load(path: publicKey))
            try Console.write("\(file.forTerminal()) is signed with key \(model.signer?.id ?? "")\n")
        }
    }
}
