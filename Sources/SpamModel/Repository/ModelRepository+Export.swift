// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

extension ModelRepository {
    /// Copies a model with its manifest and, if it is signed, its signature into a folder that is there.
    ///
    /// The signature is that of the model as it is used, compressed here or not. The model comes last: who sees a new one finds
    /// the rest in place.
    ///
    /// - Parameter compressed: whether `model.spreu.xz` is written instead of `model.spreu`.
    /// - Returns: the path of the copied model.
    public func export(_ name: String, to target: String, compressed: Bool) throws(RepositoryError) -> String {
        guard Self.isExport(name) else { throw .noModel(path: path, name: name) }
        let signature = Self.modelName + ModelSignature.suffix
        try copy("manifest.json", of: name, to: target)
        if access(folder(name) + "/" + signature, F_OK) == 0 {
            try copy(signature, of: name, to: target)
        } else {
            // The signature of an earlier model would make this one look forged.
            guard unlink(target + "/" + signature) == 0 || errno == ENOENT else {
                throw .system(target + "/" + signature, "unlink")
            }
        }
        guard compressed else {
            try copy(Self.modelName, of: name, to: target)
            return target + "/" + Self.modelName
        }
        let path = target + "/" + Self.modelName + ".xz"
        let source = try Self.map(model(name))
        try withExtendedLifetime(source) { () throws(RepositoryError) in try XZFile.write(source.bytes, to: path) }
        return path
    }

    private func copy(_ file: String, of name: String, to target: String) throws(RepositoryError) {
        let source = try Self.map(folder(name) + "/" + file)
        do throws(DurableFileError) {
            var copy = try DurableFile(replacing: target + "/" + file)
            try copy.write(source.bytes)
            try copy.commit()
        } catch {
            throw RepositoryError(error)
        }
    }

    private static func map(_ path: String) throws(RepositoryError) -> MappedFile {
        do throws(DurableFileError) {
            return try MappedFile(path)
        } catch {
            throw RepositoryError(error)
        }
    }
}
