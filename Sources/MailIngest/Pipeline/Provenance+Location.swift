// SPDX-License-Identifier: Apache-2.0
package import MailArchive

extension Provenance {
    /// Where a message lies, for people: the file, and the byte at which it begins unless that is the first.
    package var location: String { offset == 0 ? path : "\(path):\(offset)" }
}
