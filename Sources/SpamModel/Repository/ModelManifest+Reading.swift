// SPDX-License-Identifier: Apache-2.0
import Foundation
public import TextOutput

extension ModelManifest {
    /// The manifest of an export, with what is not known when it is written: the key with which the model is signed.
    ///
    /// `signedBy` is what the signature states; it is not verified.
    ///
    /// - Throws: ``RepositoryError`` if the name is no export's, or there is no manifest or a damaged one; ``ModelFileError``
    ///   if the signature is none.
    public static func describe(_ name: String, in repository: ModelRepository) throws -> JSONValue {
        guard ModelRepository.isExport(name) else {
            throw RepositoryError.noModel(path: repository.path, name: name)
        }
        let path = repository.folder(name) + "/manifest.json"
        guard let text = ModelManifest.text(of: path),
            case .object(var members)? = try? JSONDecoder().decode(Decoded.self, from: text).value
        else { throw RepositoryError.noManifest(path: path) }
        members["signedBy"] = try ModelSignature.beside(repository.model(name)).map { .string($0.keyID) } ?? .null
        return .object(members)
    }
}

/// JSON that was read.
private struct Decoded: Decodable {
    let value: JSONValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let bool = try? container.decode(Bool.self) {
            value = .bool(bool)
        } else if let integer = try? container.decode(Int.self) {
            value = .integer(integer)
        } else if let number = try? container.decode(Double.self) {
            value = .number(number)
        } else if let string = try? container.decode(String.self) {
            value = .string(string)
        } else if let elements = try? container.decode([Decoded].self) {
            value = .array(elements.map(\.value))
        } else {
            value = .object(try container.decode([String: Decoded].self).mapValues(\.value))
        }
    }
}
