"""What scripts that put load on a filter share: mail, a filter of their own, and the milter protocol's client side."""
import asyncio, os, pathlib, random, re, socket, struct, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("SPREU_SHARED", ROOT / "../shared")).resolve()
RELEASE = ROOT / ".build/release"
TICK = os.sysconf("SC_CLK_TCK")


def stop(reason):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: error: {reason}")


def corpus(folder):
    """The index to train from, and the messages without mbox lines."""
    index = SHARED / "corpora/spamassassin/index"
    if not index.exists():
        sample = pathlib.Path(folder, "sample")
        subprocess.run([RELEASE / "make-sample-corpus", sample], check=True, stdout=subprocess.DEVNULL)
        index = sample / "index"
    messages = []
    for line in index.read_text().splitlines():
        data = (index.parent / line.split(None, 1)[1].strip()).read_bytes().replace(b"\r\n", b"\n")
        messages.append(data.split(b"\n", 1)[1] if data.startswith(b"From ") else data)
    random.Random(1).shuffle(messages)
    return index, messages


class Filter:
    """A spreud of its own, with a model of a corpus.

    `extra` are further lines of its configuration.
    """

    def __init__(self, folder, index, extra):
        self.socket = f"{folder}/milter.sock"
        environment = dict(os.environ, SPREU_KEY_FILE=f"{folder}/key")
        train = [RELEASE / "spreu", "train", "--index", index, "--output", f"{folder}/model"]
        subprocess.run(train, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        pathlib.Path(folder, "spreud.yaml").write_text(
            f"model: {folder}/model\nkey: {folder}/key\nmilter: {{listen: 'unix:{self.socket}', mode: 0666}}\n"
            + extra)
        self.log = open(f"{folder}/spreud.log", "wb")
        self.process = subprocess.Popen([RELEASE / "spreud", "--config", f"{folder}/spreud.yaml"], stderr=self.log)
        while not self.answers():
            if self.process.poll() is not None:
                stop(pathlib.Path(folder, "spreud.log").read_text())
            time.sleep(0.01)

    def answers(self):
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(self.socket)
                return True
        except OSError:
            return False

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def resident(self):
        """Resident and anonymous memory in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return [int(re.search(rf"{key}:\s+(\d+)", status)[1]) / 1024 for key in ("VmRSS", "RssAnon")]

    def end(self):
        """Stops it as a service manager does; the seconds that it took, and its exit code."""
        started = time.monotonic()
        self.process.terminate()
        code = self.process.wait()
        return time.monotonic() - started, code


def packet(command, data=b""):
    return struct.pack(">I", len(data) + 1) + command + data


async def receive(reader):
    length = struct.unpack(">I", await reader.readexactly(4))[0]
    return await reader.readexactly(length)


async def connect(path):
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(packet(b"O", struct.pack(">III", 6, 0x1FF, 0x1FFFFF)))
    await receive(reader)
    writer.write(packet(b"D", b"Cj\0mx.example.com\0") + packet(b"C", b"mail.example.net\x004\0\x19198.51.100.7\0"))
    writer.write(packet(b"H", b"mail.example.net\0"))
    return reader, writer


def prepared(message):
    """A message as milter packets: up to the end of the header, and the pieces of the body."""
    header, _, body = message.partition(b"\n\n")
    fields = re.sub(rb"\n(?=[^ \t])", b"\0", header).split(b"\0")
    head = packet(b"D", b"M") + packet(b"M", b"<a@example.net>\0")
    for field in fields:
        name, colon, value = field.partition(b":")
        if colon and name:
            head += packet(b"L", name + b"\0" + value + b"\0")
    body = body.replace(b"\n", b"\r\n")
    return head + packet(b"N"), [packet(b"B", body[at:at + 65535]) for at in range(0, len(body), 65535)]
