// SPDX-License-Identifier: Apache-2.0

/// Tells names of files from names of hosts: both are words with dots in them.
public enum FileName {
    /// Whether a text is the name of a file, as `report.pdf`, rather than of a host.
    ///
    /// It is if it ends in an extension that is in use for files and hardly, or not at all, as a top-level domain; what
    /// begins with `www.` or holds a slash, a colon or a question mark is none.
    public static func isFileName(_ text: [UInt8]) -> Bool { isFileName(text.span) }

    /// Whether a text is the name of a file, as ``isFileName(_:)-([UInt8])``.
    public static func isFileName(_ text: Span<UInt8>) -> Bool {
        guard !text.contains(where: { $0 == ASCII.slash || $0 == ASCII.colon || $0 == ASCII.questionMark }) else {
            return false
        }
        if text.hasIgnoringCase("www.", at: 0) { return false }
        guard let dot = text.indices.last(where: { text[$0] == ASCII.dot }) else { return false }
        let word = text.extracting((dot + 1)...)
        guard 2...5 ~= word.count, !word.contains(where: { $0 == ASCII.nul }) else { return false }
        var name = HTMLName()
        for index in word.indices { name.append(word[index]) }
        return table.value(of: name) != nil
    }

    private static let table = HTMLNameTable(extensions.map { (HTMLName($0), 0) })

    /// Of these only `zip` and `mov` are top-level domains, too.
    private static let extensions: [StaticString] = [
        "7z", "apk", "asp", "aspx", "avi", "bat", "bmp", "bz2", "cab", "cfg", "cgi", "cmd", "csv", "css", "db", "deb",
        "dll", "dmg", "doc", "docm", "docx", "dot", "dwg", "eml", "eps", "epub", "exe", "gif", "gz", "heic", "htm",
        "html", "ics", "img", "ini", "iso", "jar", "jpeg", "jpg", "js", "json", "jsp", "log", "mdb", "mkv", "mov",
        "mp3",
        "mp4", "mpeg", "mpg", "msg", "msi", "odp", "ods", "odt", "ogg", "pdf", "php", "png", "pps", "ppt", "pptx",
        "psd",
        "rar", "rpm", "rtf", "scr", "sql", "svg", "swf", "sxw", "tar", "tex", "tgz", "tif", "tiff", "txt", "vbs", "vcf",
        "wav", "webp", "wma", "wmv", "xhtml", "xls", "xlsm", "xlsx", "xml", "xsl", "xz", "zip",
    ]
}
