#!/usr/bin/env python3
"""Ingests a site, runs the nights of many, or finds the campaigns of a large store on Apache Spark: scripts/many/README.md says what
it needs.

    spark.py ingest    --config FILE --output FOLDER [--manifest FILE] [--shards N | --bytes B] [--no-merge] [Spark]
    spark.py fleet     --sites FILE --output FOLDER [Spark]
    spark.py campaigns --config FILE --output FOLDER [--parts N] [Spark]

    Spark: [--master local[*] | spark://HOST:PORT | yarn | k8s://...] [--retries 3] [--speculation] [--conf NAME=VALUE ...]

Spark is the scheduler, not the way of the data: a partition is one task, a task is one process of spreu that reads mail where it lies
and leaves its result in FOLDER, which all workers share; what comes back is a line of names, digests and counts. SPREU names the program
on the workers (default: spreu).
"""
import argparse, json, os, pathlib, subprocess, sys, threading, time

here = pathlib.Path(__file__).resolve().parent


def reading(spreu, config, results, retries):
    """What reads the tasks of a partition: a process for each, and a line of what it did."""

    def read(lines):
        import json, socket, subprocess
        from pyspark import TaskContext

        for line in lines:
            task = json.loads(line)
            # Through standard input: what stands on a command line, every user of the machine can read.
            done = subprocess.run(
                [spreu, "ingest", "--config", config, "--segment-only", "--task", "-", "--output", results, "--threads", "1"],
                input=line.encode(), capture_output=True)
            attempt = TaskContext.get().attemptNumber()
            said = {"task": task["task"], "id": task["id"], "host": socket.gethostname(), "attempt": attempt, "code": done.returncode}
            if done.returncode in (0, 4):
                said.update(json.loads(done.stdout))
            else:
                last = done.stderr.decode("utf-8", "replace").strip().splitlines()
                said["error"] = last[-1][:500] if last else f"code {done.returncode}"
                # What may succeed elsewhere or later, Spark tries again; what cannot is told, and stops no other task.
                if done.returncode not in (64, 65, 75, 77, 78) and attempt + 1 < retries:
                    raise RuntimeError(said["error"])
            yield json.dumps(said)

    return read


def nights(spreu, source, retries):
    """What runs the sites of a partition."""

    def run(lines):
        import json
        from pyspark import TaskContext

        scope = {"__name__": "site_night"}
        exec(compile(source, "site-night", "exec"), scope)
        for line in lines:
            night = scope["night"](json.loads(line), spreu)
            if (night["code"] is None or night["code"] in scope["AGAIN"]) and TaskContext.get().attemptNumber() + 1 < retries:
                raise RuntimeError(f"{night['site']}: {night['error']}")
            yield json.dumps(night, sort_keys=True)

    return run


def sketching(spreu, config):
    """What prints the sketches of a part of a store's segments."""

    def sketch(parts):
        import subprocess

        for part in parts:
            command = [spreu, "store", "sketches", "--config", config, "--part", part]
            with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
                yield from process.stdout
            if process.returncode != 0:
                raise RuntimeError(f"{' '.join(command)}: code {process.returncode}; its errors are in the worker's log")

    return sketch


def progress(context, count, stop):
    """A line of how many tasks are done, on the terminal; elsewhere one every half minute."""
    tracker, isTerminal, last = context.statusTracker(), sys.stderr.isatty(), 0.0
    while not stop.wait(1):
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        stages = [stage for stage in stages if stage]
        text = (f"{sum(stage.numCompletedTasks for stage in stages):,} of {count:,} tasks done, "
                f"{sum(stage.numActiveTasks for stage in stages)} at work, {sum(stage.numFailedTasks for stage in stages)} failed attempts")
        if isTerminal:
            print("\r" + text + "\x1b[K", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - last > 30:
            last = time.monotonic()
            print(text, file=sys.stderr, flush=True)
    if isTerminal:
        print(file=sys.stderr)


def configured(arguments):
    """What Spark is told, whatever it does."""
    from pyspark import SparkConf

    conf = SparkConf().setAppName("spreu " + arguments.command).setMaster(arguments.master)
    conf.set("spark.task.maxFailures", str(arguments.retries + 1)).set("spark.ui.enabled", "false")
    conf.set("spark.ui.showConsoleProgress", "false")
    if arguments.master.startswith("local["):
        # Here alone Spark takes the number of attempts from the master's name.
        conf.setMaster(arguments.master.rstrip("]").split(",")[0] + f",{arguments.retries + 1}]")
    if arguments.speculation:
        # A second process for a task that is slow: one of them leaves the result, and both say the same.
        conf.set("spark.speculation", "true").set("spark.speculation.quantile", "0.9").set("spark.speculation.multiplier", "3")
    for setting in arguments.conf:
        name, _, value = setting.partition("=")
        conf.set(name, value)
    return conf


def run(arguments, lines, work):
    """Does each line as a task of its own; returns what they said, in the order of the lines."""
    from pyspark import SparkContext

    context = SparkContext(conf=configured(arguments))
    context.setLogLevel(os.environ.get("SPREU_SPARK_LOG", "ERROR"))
    stop = threading.Event()
    line = threading.Thread(target=progress, args=(context, len(lines), stop), daemon=True)
    line.start()
    try:
        # A partition each: a task that fails is done again alone. Python's parallelize() takes no hosts, as Scala's makeRDD() does.
        return context.parallelize(lines, len(lines)).mapPartitions(work).collect()
    finally:
        stop.set()
        line.join()
        context.stop()


def ingest(arguments, spreu):
    output = pathlib.Path(arguments.output).resolve()
    output.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = str(pathlib.Path(arguments.config).resolve())
    manifest = pathlib.Path(arguments.manifest) if arguments.manifest else output / "manifest.jsonl"
    if not arguments.manifest:
        size = ["--shards", str(arguments.shards)] if arguments.shards else ["--bytes", arguments.bytes] if arguments.bytes else []
        code = subprocess.run([spreu, "plan", "--config", config, "-o", str(manifest)] + size).returncode
        if code not in (0, 4):
            return code
    lines = manifest.read_text().splitlines()
    started = time.monotonic()
    said = [json.loads(line) for line in run(arguments, lines, reading(spreu, config, str(output / "results"), arguments.retries))]
    (output / "said.jsonl").write_text("".join(json.dumps(line, sort_keys=True) + "\n" for line in said))
    failed = [line for line in said if "error" in line]
    hosts = len({line["host"] for line in said})
    print(f"read     {sum(line.get('messages', 0) for line in said):,} messages in {len(said) - len(failed):,} of {len(lines):,} tasks on "
          f"{hosts} host{'s' if hosts > 1 else ''} in {time.monotonic() - started:.1f} s", flush=True)
    for line in failed[:20]:
        print(f"spark.py: error: task {line['task']} on {line['host']} ({line['code']}): {line['error']}", file=sys.stderr)
    if failed:
        print(f"spark.py: error: {len(failed)} tasks failed: {output}/said.jsonl; nothing was merged", file=sys.stderr)
        return 75
    if arguments.no_merge:
        return 0
    return subprocess.run([spreu, "store", "merge", "--config", config, "--manifest", str(manifest), str(output / "results")]).returncode


def fleet(arguments, spreu):
    output = pathlib.Path(arguments.output).resolve()
    output.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [line for line in pathlib.Path(arguments.sites).read_text().splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        site = json.loads(line)
        if not isinstance(site, dict) or not site.get("site") or not site.get("config"):
            sys.exit(f"spark.py: error: {arguments.sites}: line {number} needs 'site' and 'config'")
    said = run(arguments, lines, nights(spreu, (here / "site-night").read_text(), arguments.retries))
    (output / "nights.jsonl").write_text("".join(line + "\n" for line in said))
    code = subprocess.run([spreu, "fleet", str(output / "nights.jsonl"), "--csv", str(output / "nights.csv"), "--html",
                           str(output / "nights.html")]).returncode
    try:
        import pyarrow.csv, pyarrow.parquet
        pyarrow.parquet.write_table(pyarrow.csv.read_csv(output / "nights.csv"), output / "nights.parquet")
    except ImportError:
        pass
    return code


class Tables:
    """Tables as Spark's views. Each is computed once, and kept on the workers: the next ones would compute it anew."""

    def __init__(self, session):
        self.session = session

    def make(self, name, statement):
        self.session.sql(statement).localCheckpoint().createOrReplaceTempView(name)

    def rows(self, statement):
        return self.session.sql(statement).collect()


def campaigns(arguments, spreu):
    from pyspark.sql import SparkSession

    sys.path.insert(0, str(here))
    import campaigns

    output = pathlib.Path(arguments.output).resolve()
    output.mkdir(mode=0o700, parents=True, exist_ok=True)
    session = SparkSession.builder.config(conf=configured(arguments)).getOrCreate()
    try:
        session.sparkContext.setLogLevel(os.environ.get("SPREU_SPARK_LOG", "ERROR"))
        parts = [f"{number}/{arguments.parts}" for number in range(1, arguments.parts + 1)]
        config = str(pathlib.Path(arguments.config).resolve())
        lines = session.sparkContext.parallelize(parts, len(parts)).mapPartitions(sketching(spreu, config))
        session.read.json(lines, schema=", ".join(name + " STRING" for name in campaigns.COLUMNS)).localCheckpoint().createOrReplaceTempView("messages")
        session.range(campaigns.BANDS).selectExpr("CAST(id AS INT) AS band").createOrReplaceTempView("bands")
        # Each value is four digits.
        agreement = "size(filter(sequence(1, 509, 4), place -> substr(a.sketch, place, 4) = substr(b.sketch, place, 4)))"
        found = campaigns.find(Tables(session), agreement)
        count = session.sql("SELECT count(*) FROM messages").collect()[0][0]
    finally:
        session.stop()
    (output / "campaigns.jsonl").write_text("".join(json.dumps(campaign) + "\n" for campaign in found))
    print(f"campaigns {len(found):,} with {sum(campaign['messages'] for campaign in found):,} of {count:,} messages: {output}/campaigns.jsonl")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--output", required=True)
    shared.add_argument("--master", default="local[*]")
    shared.add_argument("--retries", type=int, default=3)
    shared.add_argument("--speculation", action="store_true")
    shared.add_argument("--conf", action="append", default=[])
    one = commands.add_parser("ingest", parents=[shared])
    one.add_argument("--config", required=True)
    one.add_argument("--manifest")
    one.add_argument("--shards", type=int)
    one.add_argument("--bytes")
    one.add_argument("--no-merge", action="store_true")
    many = commands.add_parser("fleet", parents=[shared])
    many.add_argument("--sites", required=True)
    alike = commands.add_parser("campaigns", parents=[shared])
    alike.add_argument("--config", required=True)
    alike.add_argument("--parts", type=int, default=8)
    arguments = parser.parse_args()
    os.umask(0o077)
    sys.exit({"ingest": ingest, "fleet": fleet, "campaigns": campaigns}[arguments.command](arguments, os.environ.get("SPREU", "spreu")))
