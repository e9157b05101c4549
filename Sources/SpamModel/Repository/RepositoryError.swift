// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import TextOutput

/// Why models cannot be exported or found.
public enum RepositoryError: Error, Equatable, CustomStringConvertible {
    /// A file or folder cannot be made, read or renamed.
    case failed(path: String, reason: String)
    /// A model that cannot be served.
    case damaged(ModelFileError)
    /// There is no such model.
    case noModel(path: String, name: String)
    /// A model's manifest is not there, or damaged.
    case noManifest(path: String)

    /// What is wrong, where, what to do.
    public var description: String {
        switch self {
        case .failed(let path, let reason): "\(path): \(reason); check the folder, its permissions and free space"
        case .damaged(let error): error.description
        case .noModel(let path, let name):
            "no model \(name) in \(path); 'spreu models list --models \(path.forShell)' lists the models"
        case .noManifest(let path): "\(path): the manifest is missing or damaged; the model itself may be intact"
        }
    }

    init(_ error: DurableFileError) { self = .failed(path: error.path, reason: "\(error.reason) (\(error.call))") }

    static func system(_ path: String, _ call: String) -> RepositoryError {
        .failed(path: path, reason: "\(String(cString: strerror(errno))) (\(call))")
    }
}
