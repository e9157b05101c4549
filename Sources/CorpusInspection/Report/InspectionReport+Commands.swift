// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

extension InspectionReport {
    /// What explains a message, and what gives it the other label.
    package func commands(for suspect: SuspectLabel) -> [String] {
        guard case .store = origin else { return [] }
        return [
            "spreu find \(digestWithOptions(of: suspect.message))",
            command(labelling: suspect.message, suspect.label == .spam ? .ham : .spam),
        ]
    }

    /// What gives a message of a store a label.
    package func command(labelling message: Int, _ label: MessageClass) -> String {
        "spreu label \(label == .spam ? "spam" : "ham") \(digestWithOptions(of: message))"
    }

    private func digestWithOptions(of message: Int) -> String {
        let digest = Self.digest(of: messages[message])
        guard case .store(let options) = origin, !options.isEmpty else { return digest }
        return digest + " " + options
    }
}
