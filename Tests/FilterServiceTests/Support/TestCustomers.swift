// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import TestSupport

/// Two customers for a filter, each with key, model, list and drop folder of its own: `acme`, whose model calls everything spam, and
/// `beta`, whose model calls nothing spam.
final class TestCustomers {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        for (name, intercept) in [("acme", 100.0), ("beta", -100.0)] {
            try FileManager.default.createDirectory(
                atPath: folder.path(name), withIntermediateDirectories: true)
            try FileManager.default.createDirectory(
                atPath: path(name, "drop"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o770])
            try TestModel.writeKey(to: path(name, "key"), bytes: Self.keyBytes(name))
            try writeModel(name, intercept: intercept)
        }
    }

    private static func keyBytes(_ name: String) -> [UInt8] { [UInt8](repeating: name.utf8.first ?? 0, count: 16) }

    func path(_ name: String, _ file: String) -> String { folder.path("\(name)/\(file)") }

    /// Puts another model in a customer's place, as `rename` does.
    func writeModel(_ name: String, seed: UInt64 = 1, intercept: Double = 0, slope: Double = 1) throws {
        let keyID = SiteKey(bytes: Self.keyBytes(name))?.id
        try TestModel.write(
            to: path(name, "next"), seed: seed, intercept: intercept, slope: slope, keyID: keyID)
        guard rename(path(name, "next"), path(name, "model")) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// The section of a configuration; `more` are further keys of each.
    func section(acme: String = "", beta: String = "") -> String {
        """
        customers:
        - name: acme
          domains: [acme.example, .acme.example.com]
          model: \(path("acme", "model"))
          key: \(path("acme", "key"))
          learning-folder: \(path("acme", "drop"))
          \(acme)
        - name: beta
          domains: beta.example
          model: \(path("beta", "model"))
          key: \(path("beta", "key"))
          learning-folder: \(path("beta", "drop"))
          \(beta)

        """
    }
}
