// SPDX-License-Identifier: Apache-2.0
import Crypto
public import DurableFiles
import MailFeatures
import TextOutput

/// The SHA-256 of a model's file: what a signature signs and a manifest states.
public struct ModelDigest: Sendable, Equatable {
    /// Its 32 bytes.
    public let bytes: [UInt8]

    /// The digest of a file's bytes.
    init(of image: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: image)
        bytes = Array(hash.finalize())
    }

    /// The digest of the file that a model would be written to.
    ///
    /// It is taken of the model in memory: what is signed is what was learned, whatever became of the file meanwhile.
    public init(of model: LearnedModel) throws(ModelFileError) {
        var hash = SHA256()
        ModelFile.body(of: model, header: try ModelFile.header(of: model, path: ModelMemory.noPath)) {
            hash.update(bufferPointer: $0)
        }
        bytes = Array(hash.finalize())
    }

    /// The digest of a file, which is mapped, not read into memory.
    public init(ofFile path: String) throws(DurableFileError) {
        let file = try MappedFile(path)
        self.init(of: file.bytes)
    }

    /// 64 hexadecimal digits, as `sha256sum` prints them.
    public var hexadecimal: String { bytes.hexadecimal }
}
