// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import SpamModel

/// Checks on a path before it is written to: no archive, index or key may be lost to a typo.
enum OutputPath {
    /// Refuses paths that are a folder, a device or one of the inputs, that are named twice, or whose folder is not there.
    ///
    /// - Throws: ``Failure`` before any work is done.
    static func require(_ outputs: [String?], apartFrom inputs: [String]) throws(Failure) {
        var known: [(path: String, file: FileStatus.Identity)] = []
        for input in inputs {
            if let file = FileStatus(input) { known.append((input, file.identity)) }
        }
        var named: Set<String> = []
        for output in outputs.compactMap({ $0 }) {
            guard named.insert(output).inserted else {
                throw Failure(.usage, "\(output) is given for two outputs: give each its own path")
            }
            guard !inputs.contains(output) else {
                throw Failure(.usage, "\(output) is also an input: give the output another path")
            }
            guard let file = FileStatus(output) else {
                try requireFolder(of: output)
                continue
            }
            guard file.kind == .file else {
                throw Failure(.cannotCreate, "\(output) is not a regular file: give the path of a file to write")
            }
            if let input = known.first(where: { $0.file == file.identity }) {
                throw Failure(
                    .usage, "\(output) is the same file as \(input.path), an input: give the output another path")
            }
            known.append((output, file.identity))
        }
    }

    /// Refuses to replace a file that is no model.
    static func requireModel(_ output: String) throws(Failure) {
        guard let file = try? ReadableFile(output), let head = try? file.read(upTo: ModelFile.magic.count) else {
            return
        }
        guard head.isEmpty || head == ModelFile.magic else {
            throw Failure(.cannotCreate, "\(output) exists and is not a model: remove it, or give another path")
        }
    }

    private static func requireFolder(of output: String) throws(Failure) {
        let folder = output.lastIndex(of: "/").map { $0 == output.startIndex ? "/" : String(output[..<$0]) } ?? "."
        guard access(folder, W_OK) == 0 else {
            throw Failure(.cannotCreate, "\(output): \(String(cString: strerror(errno))), check its folder")
        }
    }
}
