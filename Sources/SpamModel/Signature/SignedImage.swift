// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// A model's file that is read into memory and verified there.
enum SignedImage {
    /// The largest file that is read, so that a forged one cannot take all memory: models have some 25 MB.
    static let maxBytes = 1 << 30

    /// Reads a model's file and its signature, which lies beside the file that the path leads to.
    ///
    /// - Returns: the file's bytes, to be deallocated, and the key that signed them.
    static func read(
        _ path: String, trusted: TrustedKeys
    ) throws(ModelFileError) -> (image: UnsafeRawBufferPointer, signer: PublicKey) {
        // Links are followed once: `current` may lead to another model before the second file is opened.
        guard let model = FileName.resolved(path) else {
            throw ModelFileError(path: path, problem: .cannotOpen(call: "realpath", errno: errno))
        }
        // The signature first: a model that nobody signed is not worth reading.
        let signature: ModelSignature?
        do throws(ModelFileError) {
            signature = try .beside(model)
        } catch {
            throw ModelFileError(path: path, problem: error.problem)
        }
        guard let signature else {
            throw ModelFileError(path: path, problem: .notSigned(file: model + ModelSignature.suffix))
        }
        guard let key = trusted.key(of: signature) else {
            throw ModelFileError(
                path: path,
                problem: .untrustedSigner(keyID: signature.keyID, trusted: trusted.keys.map(\.id)))
        }
        let image = try read(model, as: path)
        guard key.verifies(signature.bytes, of: ModelSignature.statement(of: ModelDigest(of: image))) else {
            image.deallocate()
            throw ModelFileError(path: path, problem: .falseSignature(keyID: key.id))
        }
        return (image, key)
    }

    private static func read(_ model: String, as path: String) throws(ModelFileError) -> UnsafeRawBufferPointer {
        let file: ReadableFile
        do throws(DurableFileError) {
            file = try ReadableFile(model)
        } catch {
            throw failure(path, error)
        }
        let count = file.status.size
        guard count <= maxBytes else {
            throw ModelFileError(path: path, problem: .tooLargeToVerify(bytes: count, limit: maxBytes))
        }
        let image = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: ModelFile.alignment)
        do throws(DurableFileError) {
            // Fewer if it has become shorter: what there is will not verify.
            let filled = try file.fill(image)
            return UnsafeRawBufferPointer(rebasing: image[..<filled])
        } catch {
            image.deallocate()
            throw failure(path, error)
        }
    }

    private static func failure(_ path: String, _ error: DurableFileError) -> ModelFileError {
        let isNoFile = error.number == EINVAL
        return ModelFileError(
            path: path, problem: isNoFile ? .notAFile : .cannotOpen(call: error.call, errno: error.number))
    }
}
