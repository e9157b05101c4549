// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The bytes of a model: a mapped file, or an image made in memory; given back when the owner goes.
///
// SAFETY: the bytes are never written after `init`, so that any number of threads may read them.
final class ModelMemory: @unchecked Sendable {
    /// The path of a model that is in no file.
    static let noPath = "(memory)"

    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// Maps a file read-only and shared: all processes that serve the model share its pages.
    ///
    /// A file that is cut short while it is mapped kills its readers (SIGBUS): models are replaced by rename only.
    init(mapping path: String, populate: Bool) throws(ModelFileError) {
        func failure(_ call: String) -> ModelFileError {
            ModelFileError(path: path, problem: .cannotOpen(call: call, errno: errno))
        }
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure("open") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("fstat") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ModelFileError(path: path, problem: .notAFile) }
        let count = Int(status.st_size)
        guard count >= ModelFile.Offset.fixedEnd else {
            throw ModelFileError(path: path, problem: .tooSmall(bytes: count, needed: ModelFile.Offset.fixedEnd))
        }
        guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, file, 0), base != MAP_FAILED else {
            throw failure("mmap")
        }
        if populate {
            // Kernels before 5.14 refuse the advice; then the pages come as they are touched.
            let populateRead: Int32 = 22
            _ = madvise(base, count, populateRead)
        }
        bytes = UnsafeRawBufferPointer(start: base, count: count)
        isMapped = true
    }

    /// Copies an image.
    init(copying image: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: image.count, alignment: ModelFile.alignment)
        copy.copyBytes(from: image)
        bytes = UnsafeRawBufferPointer(copy)
        isMapped = false
    }

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        } else {
            bytes.deallocate()
        }
    }
}
