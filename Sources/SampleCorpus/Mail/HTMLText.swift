// SPDX-License-Identifier: Apache-2.0

/// Blocks as HTML, in the manner of one of several programs that write mail.
struct HTMLText {
    /// How the HTML is dressed; good and bad mail use all of them.
    enum Dress: CaseIterable { case bare, office, web, campaign, table }

    var dress: Dress
    /// How hidden blocks are hidden, 0...4.
    var hiding = 0
    var title = ""

    func render(_ blocks: [Block]) -> String {
        var body = ""
        var isInTable = false
        for block in blocks {
            if case .row = block {
            } else if isInTable {
                body += "</table>\n"
                isInTable = false
            }
            switch block {
            case .paragraph(let text): body += paragraph(Self.escape(text)) + "\n"
            case .heading(let text): body += "<h2 style=\"margin:0 0 12px\">\(Self.escape(text))</h2>\n"
            case .item(let text): body += "<ul><li>\(Self.escape(text))</li></ul>\n"
            case .quote(let text): body += "<blockquote type=\"cite\">\(Self.escape(text))</blockquote>\n"
            case .link(let shown, let target): body += link(shown, target) + "\n"
            case .row(let cells):
                if !isInTable { body += "<table border=\"0\" cellpadding=\"4\">\n" }
                isInTable = true
                body += "<tr>" + cells.map { "<td>\(Self.escape($0))</td>" }.joined() + "</tr>\n"
            case .image(let alternative, let address):
                body += "<img src=\"\(Self.escape(address))\" alt=\"\(Self.escape(alternative))\" border=\"0\">\n"
            case .hidden(let text): body += hidden(Self.escape(text)) + "\n"
            case .signature(let text): body += "<div class=\"signature\">\(Self.escape(text))</div>\n"
            }
        }
        return wrap(body + (isInTable ? "</table>\n" : ""))
    }

    private func paragraph(_ text: String) -> String {
        switch dress {
        case .bare: "<p>\(text)</p>"
        case .office: "<p class=\"MsoNormal\"><span lang=\"EN-GB\">\(text)</span></p>"
        case .web: "<div>\(text)</div><div><br></div>"
        case .campaign:
            "<tr><td style=\"padding:8px 24px;font:14px/20px Arial,sans-serif;color:#333\">\(text)</td></tr>"
        case .table: "<p style=\"font-family:Verdana;font-size:13px\">\(text)</p>"
        }
    }

    private func link(_ shown: String, _ target: String) -> String {
        let anchor = "<a href=\"\(Self.escape(target))\">\(Self.escape(shown))</a>"
        switch dress {
        case .campaign:
            return "<tr><td align=\"center\" bgcolor=\"#0a5\" style=\"padding:12px\">\(anchor)</td></tr>"
        case .table: return "<center><b>\(anchor)</b></center>"
        default: return "<p>\(anchor)</p>"
        }
    }

    private func hidden(_ text: String) -> String {
        switch hiding {
        case 0: "<div style=\"display:none\">\(text)</div>"
        case 1: "<span style=\"font-size:0px;line-height:0\">\(text)</span>"
        case 2: "<font color=\"#ffffff\" style=\"background-color:#ffffff\">\(text)</font>"
        case 3: "<div style=\"position:absolute;left:-9999px\">\(text)</div>"
        default: "<span style=\"visibility:hidden;mso-hide:all\">\(text)</span>"
        }
    }

    private func wrap(_ body: String) -> String {
        switch dress {
        case .bare: return "<html><body>\n\(body)</body></html>\n"
        case .office:
            return
                "<html xmlns:o=\"urn:schemas-example:office\">\n<head>\n<style><!-- p.MsoNormal {margin:0cm} --></style>\n"
                + "</head>\n<body lang=\"EN-GB\" link=\"#0563C1\">\n<div class=\"WordSection1\">\n\(body)</div>\n</body>\n</html>\n"
        case .web: return "<div dir=\"ltr\">\(body)</div>\n"
        case .campaign:
            return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>\(Self.escape(title))</title>\n"
                + "<style>@media only screen and (max-width:600px){.c{width:100%!important}}</style></head>\n"
                + "<body bgcolor=\"#f4f4f4\"><table class=\"c\" width=\"600\" align=\"center\" bgcolor=\"#ffffff\">\n"
                + "\(body)</table></body></html>\n"
        case .table:
            return "<HTML><HEAD><TITLE>\(Self.escape(title))</TITLE></HEAD>\n<BODY bgColor=#ffffff>\n"
                + "<TABLE width=580 border=0><TR><TD>\n\(body)</TD></TR></TABLE>\n</BODY></HTML>\n"
        }
    }

    static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
