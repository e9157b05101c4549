// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A model's file that is read into memory and verified there.
enum SignedImage {
    /// The largest file that is read, so that a forged one cannot take all memory: models have some 25 MB.
    static let mostBytes = 1 << 30

    /// Reads a model's file and its signature, which lies beside the file that the path leads to.
    ///
    /// - Returns: the file's bytes, to be deallocated, and the key that signed them.
    static func read(
        _ path: String, trusted: TrustedKeys
    ) throws(ModelFileError) -> (image: UnsafeRawBufferPointer, signer: PublicKey) {
        // Links are followed once: `current` may lead to another model before the second file is opened.
        guard let resolved = realpath(path, nil) else {
            throw ModelFileError(path: path, problem: .cannotOpen(call: "realpath", errno: errno))
        }
        defer { free(resolved) }
        let model = String(cString: resolved)
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

    private static func read(_ file: String, as path: String) throws(ModelFileError) -> UnsafeRawBufferPointer {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path, "open") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, "fstat") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ModelFileError(path: path, problem: .notAFile) }
        let count = Int(status.st_size)
        guard count <= mostBytes else {
            throw ModelFileError(path: path, problem: .tooLargeToVerify(bytes: count, limit: mostBytes))
        }
        let image = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: ModelFile.alignment)
        var filled = 0
        while filled < count {
            let got = Glibc.read(descriptor, image.baseAddress.map { $0 + filled }, count - filled)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else {
                let error = failure(path, "read")
                image.deallocate()
                throw error
            }
            // It has become shorter: what there is will not verify.
            if got == 0 { break }
            filled += got
        }
        return UnsafeRawBufferPointer(rebasing: image[..<filled])
    }

    private static func failure(_ path: String, _ call: String) -> ModelFileError {
        ModelFileError(path: path, problem: .cannotOpen(call: call, errno: errno))
    }
}
