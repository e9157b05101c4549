// SPDX-License-Identifier: Apache-2.0
import CLibXML2

/// libxml2's SAX push parser for HTML, silent and cut off from the world.
///
/// It is fed well-formed tags and marks for text only (``HTMLScanner``), so that it has no errors to format, no
/// entities to look up and nothing to load; what it does is to keep the tree of open elements as HTML demands.
///
/// - Safety: the builder must stay where it is until the parser is gone.
struct HTMLPushParser: ~Copyable {
    /// nil only if there is no memory.
    private let context: htmlParserCtxtPtr?
    private let handler: UnsafeMutablePointer<htmlSAXHandler>

    /// `xmlInitParser` must have run once before parsers run on several threads.
    private static let initialization: Void = xmlInitParser()

    /// Makes a parser that calls the builder.
    init(_ builder: UnsafeMutablePointer<HTMLTextBuilder>) {
        _ = HTMLPushParser.initialization
        handler = .allocate(capacity: 1)
        handler.initialize(to: htmlSAXHandler())
        handler.pointee.startElement = { context, name, attributes in
            guard let context, let name else { return }
            let element = HTMLElement.named(NameKey(name)) ?? .span
            let builder = context.assumingMemoryBound(to: HTMLTextBuilder.self)
            let values = AttributeValues(attributes, of: builder.pointee.references)
            builder.pointee.startElement(element, values)
        }
        handler.pointee.endElement = { context, name in
            guard let context else { return }
            context.assumingMemoryBound(to: HTMLTextBuilder.self).pointee.endElement()
        }
        handler.pointee.characters = { context, characters, count in
            guard let context else { return }
            context.assumingMemoryBound(to: HTMLTextBuilder.self).pointee
                .receive(UnsafeRawBufferPointer(start: characters, count: Int(count)))
        }
        handler.pointee.ignorableWhitespace = handler.pointee.characters
        handler.pointee.cdataBlock = handler.pointee.characters

        context = htmlCreatePushParserCtxt(handler, builder, nil, 0, nil, XML_CHAR_ENCODING_NONE)
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_NODEFDTD.rawValue
        htmlCtxtUseOptions(context, Int32(options))
        // Said here and not by xmlSwitchEncoding, which would copy every byte through a second buffer.
        context?.pointee.charset = Int32(XML_CHAR_ENCODING_UTF8.rawValue)
    }

    /// Hands over the next bytes; `isLast` ends the document.
    func feed(_ bytes: UnsafePointer<UInt8>?, _ count: Int, isLast: Bool = false) {
        guard let context else { return }
        let characters = UnsafeRawPointer(bytes)?.assumingMemoryBound(to: CChar.self)
        htmlParseChunk(context, characters, Int32(count), isLast ? 1 : 0)
    }

    deinit {
        if let context { htmlFreeParserCtxt(context) }
        handler.deallocate()
    }
}
