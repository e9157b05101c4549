"""Markdown, as far as docs/ uses it, as manual pages (man(7))."""
import posixpath
import re

# Of a table with these in its first column, rows are options: they stand in the manual's own section.
OPTION_COLUMNS = ("option", "argument, option", "argument", "option, argument")


def escape(text):
    """Plain text in roff: no escapes, requests or typographic replacements of its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("^", "\\(ha").replace("~", "\\(ti")
    return "\\&" + text if text.startswith(".") else text


INLINE = re.compile(
    r"\\(?P<literal>[^A-Za-z0-9\s])|(?P<ticks>`+)(?P<code>.+?)(?P=ticks)|!\[(?P<image>[^\]]*)\]\([^)]*\)"
    r"|\[(?P<label>(?:[^\[\]`]|`[^`]*`)*)\]\((?P<target>[^)\s]*)\)|\*\*(?P<bold>.+?)\*\*|\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|<(?P<address>https?://[^>]*)>")


class Manual:
    """One manual page while it is written."""

    def __init__(self, name, number, version, documentation, known):
        self.name, self.number, self.documentation, self.known = name, number, documentation, known
        self.lines = [
            ".\\\" Made by scripts/manuals from the program's help and docs/: change those.",
            f'.TH {name.upper()} {number} "" "Spreu {version}" "Spreu"',
            # No justification, no hyphenation: commands and names are to be found as they are typed.
            ".ad l", ".nh",
        ]
        self.links = []

    def text(self, text):
        self.lines.append(text)

    def section(self, title):
        self.lines.append('.SH "' + escape(title).replace('"', '\\(dq').upper().replace("\\(AQ", "\\(aq") + '"')

    def subsection(self, title):
        self.lines.append('.SS "' + escape(title).replace('"', '\\(dq') + '"')

    def paragraph(self, markdown, folder="docs"):
        self.lines += [".PP", self.inline(markdown, folder)]

    def synopsis(self, markdown):
        self.lines += [self.inline(markdown, "docs"), ".br"]

    def tagged(self, tag, markdown, folder="docs"):
        self.lines += [".TP", self.inline(tag, folder) or "\\&", self.inline(markdown, folder) or "\\&"]

    def code(self, lines):
        # The end of an example turns justification and hyphenation on again.
        self.lines += [".PP", ".in +4n", ".EX"] + [escape(line) or "\\&" for line in lines] + [".EE", ".in", ".ad l", ".nh"]

    def inline(self, markdown, folder):
        """A paragraph's Markdown in roff, on one line."""
        out, position = [], 0
        for match in INLINE.finditer(markdown):
            out.append(escape(markdown[position:match.start()]))
            position = match.end()
            if match["literal"]:
                out.append(escape(match["literal"]))
            elif match["code"]:
                out.append("\\fB" + escape(match["code"].strip()) + "\\fR")
            elif match["label"] is not None:
                out.append(self.link(match["label"], match["target"], folder))
            elif match["bold"]:
                out.append("\\fB" + self.inline(match["bold"], folder).replace("\\fR", "\\fB") + "\\fR")
            elif match["emphasis"]:
                out.append("\\fI" + escape(match["emphasis"]) + "\\fR")
            elif match["address"]:
                out.append(escape(match["address"]))
        out.append(escape(markdown[position:]))
        line = re.sub(r"\s+", " ", "".join(out)).strip()
        # A line must not begin as a request does.
        return "\\&" + line if line[:1] in (".", "'") else line

    def link(self, label, target, folder):
        path = target.split("#")[0]
        text = self.inline(label, folder)
        if path.startswith(("http:", "https:")):
            return text + " (" + escape(path) + ")"
        if path:
            self.links.append(posixpath.normpath(posixpath.join(folder, path)))
        return text

    def finished(self):
        """The page, with the manuals and files it refers to."""
        manuals, files = [], []
        for path in dict.fromkeys(self.links):
            if path in self.known:
                manuals.append(self.known[path])
            elif path.startswith("docs/") and path.endswith((".md", ".yaml")):
                files.append(self.documentation + path.removeprefix("docs/"))
        own = f"{self.name}({self.number})"
        always = [] if own == "spreu(1)" else ["spreu(1)"]
        manuals = sorted({m for m in manuals + always + ["spreud(8)", "spreu.yaml(5)"] if m != own},
                         key=lambda m: (m[-2], m))
        self.section("See also")
        self.text(",\n".join("\\fB" + escape(m[:-3]) + "\\fR" + m[-3:] for m in manuals))
        for path in sorted(files):
            self.lines += [".br" if path != sorted(files)[0] else ".PP", "\\fI" + escape(path) + "\\fR"]
        return "\n".join(tidied(self.lines)) + "\n"


class Section:
    def __init__(self, title, level):
        self.title, self.level, self.blocks = title, level, []


class Document:
    """A page of docs/ as sections (level 2) of blocks, and what its tables say of options."""

    def __init__(self, root, path):
        self.folder = posixpath.dirname(path)
        self.sections, self.options = [], {}
        self.read((root / path).read_text(encoding="utf-8").split("\n"))

    def read(self, lines):
        section, index = Section("", 1), 0
        self.sections.append(section)
        while index < len(lines):
            line = lines[index]
            if line.startswith("```"):
                end = index + 1
                while end < len(lines) and not lines[end].startswith("```"):
                    end += 1
                section.blocks.append(("code", lines[index + 1:end]))
                index = end + 1
            elif heading := re.match(r"(#+) (.*)", line):
                level, title = len(heading[1]), plain(heading[2])
                if level == 2:
                    section = Section(title, level)
                    self.sections.append(section)
                elif level > 2:
                    section.blocks.append(("heading", title))
                index += 1
            elif line.startswith("|"):
                rows = []
                while index < len(lines) and lines[index].startswith("|"):
                    rows.append(cells(lines[index]))
                    index += 1
                section.blocks.append(("table", [rows[0]] + rows[2:]))
                self.note_options(rows)
            elif item := re.match(r"( *)([-*]|\d+\.) (.*)", line):
                text, index = item[3], index + 1
                while index < len(lines) and lines[index].strip() and not re.match(r"( *)([-*]|\d+\.) |```|\|", lines[index]):
                    text += " " + lines[index].strip()
                    index += 1
                section.blocks.append(("item", (len(item[1]) // 2, item[2], text)))
            elif not line.strip() or line.startswith("!["):
                index += 1
            else:
                text = []
                while index < len(lines) and lines[index].strip() and not re.match(r"#+ |```|\||( *)([-*]|\d+\.) ", lines[index]):
                    text.append(lines[index].strip())
                    index += 1
                section.blocks.append(("paragraph", " ".join(text)))

    def note_options(self, rows):
        header = [plain(cell) for cell in rows[0]]
        if header[0] not in OPTION_COLUMNS:
            return
        for row in rows[2:]:
            for name in re.findall(r"`[^`]*`", row[0]):
                for key in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", name):
                    default = row[1] if len(header) > 2 and header[1] == "default" else ""
                    # Where the default is explained elsewhere, the program's help has it.
                    if plain(default) != "see below":
                        unsaid = plain(default) in ("off", "none", "required")
                        self.options.setdefault(key, (row[-1], "" if unsaid else default))

    def write(self, manual, section, headless=False, skip_empty=False, keep_options=False, subsections=False, title=None):
        """Writes a section; `headless`: without its title, and without a synopsis that the manual has already."""
        blocks = [
            block for block in section.blocks
            if keep_options or block[0] != "table" or plain(block[1][0][0]) not in OPTION_COLUMNS
        ]
        if headless and section.level == 1 and blocks[:1] and blocks[0][0] == "code":
            blocks = blocks[1:]
        if skip_empty and not blocks:
            return
        if not headless:
            (manual.subsection if subsections else manual.section)(title or section.title)
        first = next((index for index, block in enumerate(blocks) if block[0] == "code"), None)
        for index, (kind, content) in enumerate(blocks):
            if headless and section.level == 1 and index == first and all(
                re.match(r"spreud? ", line) for line in content if line and not line.startswith(" ")):
                continue  # the synopsis
            self.block(manual, kind, content)

    def block(self, manual, kind, content):
        if kind == "paragraph":
            manual.paragraph(content, self.folder)
        elif kind == "code":
            manual.code(content)
        elif kind == "heading":
            manual.subsection(content)
        elif kind == "item":
            depth, mark, text = content
            mark = "\\(bu" if mark in "-*" else escape(mark)
            manual.lines += [".RS 4"] * depth + [f".IP {mark} 3", manual.inline(text, self.folder)] + [".RE"] * depth
        elif kind == "table":
            header, rows = content[0], content[1:]
            for row in rows:
                said = row[1] if len(row) > 1 else ""
                if len(row) > 2:
                    # First what the row means, then the other columns under their names.
                    titles = [plain(name) for name in header]
                    main = titles.index("meaning") if "meaning" in titles else len(row) - 1
                    named = [f"{titles[i]}: {row[i]}" for i in range(1, len(row)) if i != main and row[i] and titles[i]]
                    said = row[main] + (" (" + "; ".join(named) + ")" if named else "")
                manual.tagged(row[0], said, self.folder)
            manual.lines.append(".PP")


def tidied(lines):
    """Without paragraphs and breaks where a heading, or another paragraph, makes one."""
    kept = []
    for line in lines:
        if kept and kept[-1] in (".PP", ".br") and line.startswith((".SH", ".SS", ".PP", ".TP", ".IP")):
            kept.pop()
        if line == ".PP" and kept and kept[-1].startswith((".SH", ".SS")):
            continue
        kept.append(line)
    return kept


def cells(line):
    """The cells of a table's row; \\| is no border."""
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def plain(markdown):
    """Markdown without its marks."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"[`*]", "", text).strip()
