// SPDX-License-Identifier: Apache-2.0
import Mustache

/// The templates of a report's page, parsed once.
///
/// Everything between two braces is escaped, by ``Markup``; three have only charts, which are markup already, and the style.
struct PageTemplate: Sendable {
    /// How values get into a page.
    private struct Escaping: MustacheContentType {
        func escapeText(_ text: String) -> String { Markup(text).text }
    }

    private static let contentType = "SPREU"
    /// Each template says for itself how it escapes: one that another includes begins anew.
    private static let heading = "{{% CONTENT_TYPE: \(contentType)}}"

    static let page: PageTemplate = {
        MustacheContentTypes.register(Escaping(), named: contentType)
        let templates = [
            "page": PackageResources.page_mustache, "section": PackageResources.section_mustache,
            "form": PackageResources.form_mustache, "table": PackageResources.table_mustache,
        ]
        var library = MustacheLibrary()
        for (name, bytes) in templates {
            do {
                try library.register(heading + String(decoding: bytes, as: UTF8.self), named: name)
            } catch {
                preconditionFailure("the template \(name) is none: \(error)")
            }
        }
        return PageTemplate(library: library)
    }()

    /// The style of all pages.
    static let style = String(decoding: PackageResources.style_css, as: UTF8.self)

    private let library: MustacheLibrary

    func render(_ values: [String: Any]) -> String { library.render(values, withTemplate: "page") ?? "" }
}
