// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// The bytes of a model: a mapped file, or an image in memory; given back when the owner goes.
// SAFETY: the bytes are never written after `init`, so that any number of threads may read them.
final class ModelMemory: @unchecked Sendable {
    /// The path of a model that is in no file.
    static let noPath = "(memory)"

    let bytes: UnsafeRawBufferPointer
    /// The file, if the bytes are a file's.
    private let file: MappedFile?
    /// What they are signed with, if that was asked.
    let signer: PublicKey?

    /// Maps a file read-only and shared: all processes that serve the model share its pages.
    ///
    /// A file that is cut short while it is mapped kills its readers (SIGBUS): models are replaced by rename only.
    init(mapping path: String) throws(ModelFileError) {
        let file: MappedFile
        do throws(DurableFileError) {
            file = try MappedFile(path)
        } catch {
            let problem: ModelFileError.Problem =
                error.number == EINVAL ? .notAFile : .cannotOpen(call: error.call, errno: error.number)
            throw ModelFileError(path: path, problem: problem)
        }
        let count = file.bytes.count
        guard count >= ModelFile.minBytes else {
            throw ModelFileError(path: path, problem: .tooSmall(bytes: count, needed: ModelFile.minBytes))
        }
        bytes = file.bytes
        self.file = file
        signer = nil
    }

    /// Has all pages of a mapped file read, once its size is known to be a model's.
    func populate() {
        guard file != nil else { return }
        // Kernels before 5.14 refuse the advice; then the pages come as they are touched.
        let populateRead: Int32 = 22
        _ = madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, populateRead)
    }

    /// Copies an image.
    init(copying image: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: image.count, alignment: ModelFile.alignment)
        copy.copyBytes(from: image)
        bytes = UnsafeRawBufferPointer(copy)
        file = nil
        signer = nil
    }

    /// Reads a file into memory of this process and verifies its signature there.
    ///
    /// A mapping would not do: whoever can write to the file can change what is mapped even after it was verified.
    init(verifying path: String, signedBy trusted: TrustedKeys) throws(ModelFileError) {
        let (image, signer) = try SignedImage.read(path, trusted: trusted)
        bytes = image
        file = nil
        self.signer = signer
    }

    deinit {
        if file == nil { bytes.deallocate() }
    }
}
