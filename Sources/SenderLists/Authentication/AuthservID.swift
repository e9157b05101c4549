// SPDX-License-Identifier: Apache-2.0

/// The name under which one of the site's servers writes Authentication-Results, as the configuration has it.
///
/// `mx.example.com/*` asks for the message's queue id behind the name: no sender can know that before.
package struct AuthservID: Sendable, Hashable {
    private let name: String
    private let needsJobID: Bool

    /// Reads a name.
    package init(_ text: String) {
        needsJobID = text.hasSuffix("/*")
        name = (needsJobID ? text.dropLast(2) : text[...]).asciiLowercased
    }

    /// Whether a field is that server's, of a message with these queue ids.
    func wrote(_ field: AuthenticationResults, jobIDs: [String]) -> Bool {
        guard field.server == name else { return false }
        guard let jobID = field.jobID else { return !needsJobID }
        return jobIDs.contains(jobID)
    }
}
