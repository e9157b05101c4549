// SPDX-License-Identifier: Apache-2.0

/// An element of XML with what is in it; namespaces are ignored, for senders do not agree on one.
struct XMLElement: Sendable, Equatable {
    /// Its name without a prefix.
    var name: String
    /// Its own text, blanks around it removed.
    var text = ""
    /// The elements in it.
    var children: [XMLElement] = []

    /// The first child of a name.
    func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// All children of a name.
    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of the element that a path of names leads to; nil if there is none, or it is empty.
    func text(_ path: String...) -> String? {
        var element = self
        for name in path {
            guard let next = element.first(name) else { return nil }
            element = next
        }
        return element.text.isEmpty ? nil : element.text
    }
}
