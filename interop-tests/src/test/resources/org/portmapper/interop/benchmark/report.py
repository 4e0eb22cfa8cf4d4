"""report.py LINES FOLDER: what benchmark.sh measured, as a table on standard output, as FOLDER/benchmark.json and as FOLDER/benchmark.svg.

Of the rounds, what is told is the median and, in brackets, the least and the most. Exit code 1 if any reply was wrong.
"""
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time

import chart

NAMES = {"portmapper": "portmapper", "image": "portmapper, jlink image", "rpcbind": "rpcbind", "jportmap": "Remote Tea jportmap",
         "oncrpc4j": "oncrpc4j", "hadoop": "Hadoop Portmap", "echo": "bare recvmmsg echo", "where": "echo that asks where", "hello": "hello world on JDK 25"}
KINDS = {"null": "NULL", "getport": "GETPORT", "getaddr": "GETADDR v4", "miss": "GETPORT, none", "dump2": "DUMP v2", "dump4": "DUMP v4"}
TRANSPORTS = {"udp": "UDP", "echo": "UDP", "tcp": "TCP pipelined", "connections": "TCP, one call each", "local": "local socket"}


def spread(values):
    values = list(values)
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "rounds": len(values)}


def shown(figure, digits=2):
    """12.34 (11.90 - 13.02)"""
    return "%.*f (%.*f - %.*f)" % (digits, figure["median"], digits, figure["min"], digits, figure["max"])


def said(command, pattern="(.*)"):
    """What a program says about itself, "unknown" if it is not there."""
    try:
        output = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        found = re.search(pattern, output.stdout + output.stderr)
    except OSError:
        found = None
    return found.group(1).strip() if found else "unknown"


def machine():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as cpus:
        model = re.search("model name\\s*: (.*)", cpus.read())
    portmapper = os.environ.get("PORTMAPPER", "portmapper")
    return {
        "when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "processor": model.group(1) if model else platform.machine(),
        "processors": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": platform.release(),
        "load_average": " ".join("%.2f" % load for load in os.getloadavg()),
        "portmapper": said([portmapper, "--version"]),
        "rpcbind": said(["dpkg-query", "-W", "-f", "${Version}", "rpcbind"]),
        "java": said([os.environ.get("JAVA", "java"), "-version"], "(OpenJDK Runtime.*|.*Runtime Environment.*)"),
        "peers": "jportmap 1.1.4, oncrpc4j 3.4.2, Hadoop 3.4.2",
    }


def grouped(lines, section, *keys):
    """The lines of a section by the values of these keys, in the order in which they came."""
    groups = {}
    for line in lines:
        if line["section"] == section:
            groups.setdefault(tuple(line[key] for key in keys), []).append(line)
    return groups


def lookups(lines, section):
    """A row for each subject, transport, kind and number of bindings."""
    rows = []
    for key, group in grouped(lines, section, "transport", "kind", "bindings", "walked", "subject").items():
        row = dict(zip(("transport", "kind", "bindings", "walked", "subject"), key))
        row["transport"] = row["transport"].replace("echo", "udp")
        for figure in ("server", "per_second", "p50", "p99", "load", "load_share"):
            row[figure] = spread(line[figure] for line in group)
        row["max"] = max(line["max"] for line in group)
        row["calls"], row["lost"], row["wrong"] = (sum(line[figure] for line in group) for figure in ("calls", "lost", "wrong"))
        rows.append(row)
    order = list(KINDS)
    rows.sort(key=lambda row: (list(TRANSPORTS).index(row["transport"]), order.index(row["kind"]), row["bindings"], row["walked"]))
    return rows


def simple(lines, section, figures, *keys):
    rows = []
    for key, group in grouped(lines, section, *keys).items():
        rows.append(dict(zip(keys, key)) | {figure: spread(line[figure] for line in group) for figure in figures})
    return rows


def percentiles(text):
    """Of "p50 0.031 p99 0.120 max 3.201 ms, ...", in milliseconds."""
    found = re.match(r"p50 +([\d.]+) +p99 +([\d.]+) +max +([\d.]+) ms, (\d+) not answered, (\d+) wrong", text)
    return [float(number) for number in found.groups()]


def dumps(lines):
    rows = []
    for (subject,), group in grouped(lines, "dump", "subject").items():
        row = {"subject": subject, "bindings": group[0]["dumps"]["bindings"]}
        row["dump_ms"] = spread(line["dumps"]["p50"] / 1e3 for line in group)
        row["dump_cpu_ms"] = spread(line["dumps"]["server"] / 1e3 for line in group)
        for when in ("quiet", "meanwhile"):
            row[when + "_p99_ms"] = spread(percentiles(line[when])[1] for line in group)
        row["wrong"] = sum(line["dumps"]["wrong"] + percentiles(line["meanwhile"])[4] for line in group)
        rows.append(row)
    return rows


def collect(lines):
    return {
        "machine": machine(),
        "missing": {line["subject"]: line["why"] for line in lines if line["section"] == "missing"},
        "failed": sorted({"%s, %s: %s" % (NAMES[line["subject"]], line["what"], line["why"]) for line in lines if line["section"] == "failed"}),
        "lookups": lookups(lines, "lookups"),
        "scale": lookups(lines, "scale"),
        "memory": simple(lines, "memory", ("rss", "dirty"), "subject", "when"),
        "start": simple(lines, "start", ("ms",), "subject"),
        "registrations": simple(lines, "registrations", ("per_second",), "subject", "when"),
        "dump": dumps(lines),
        "heap": [line for line in lines if line["section"] == "heap"],
    }


# ---- the table


def table(title, heads, rows):
    if not rows:
        return
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows + [heads]) for i in range(len(heads))]
    print("\n## %s\n" % title)
    for row in (heads, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")


def lookup_cells(row):
    asked = KINDS[row["kind"]] + (" of one" if row["walked"] < row["bindings"] else "")
    return [TRANSPORTS[row["transport"]], asked, "{:,}".format(row["bindings"]), NAMES[row["subject"]], shown(row["server"]),
            "%.0f" % row["per_second"]["median"], "%.0f / %.0f / %.0f" % (row["p50"]["median"], row["p99"]["median"], row["max"]),
            "%.2f, %.0f %%" % (row["load"]["median"], 100 * row["load_share"]["median"]), row["lost"]]


def print_tables(found):
    print("# Portmappers compared\n")
    for name, value in found["machine"].items():
        print("%s: %s" % (name, value))
    for subject, why in found["missing"].items():
        print("%s: %s" % (NAMES[subject], why))
    for failure in found["failed"]:
        print("failed: " + failure)
    heads = ["transport", "call", "bindings", "subject", "CPU us per call", "calls/s", "p50 / p99 / max us", "load: us, busy", "lost"]
    table("Look-ups", heads, [lookup_cells(row) for row in found["lookups"]])
    table("Scale", heads, [lookup_cells(row) for row in found["scale"]])
    whens = {"idle": "idle", "warm": "warm", "many": "after many calls with 10,000 bindings"}
    table("Memory", ["subject", "when", "resident MB", "private dirty MB"],
          [[NAMES[row["subject"]], whens[row["when"]], *("%.1f" % (row[figure]["median"] / 1024) for figure in ("rss", "dirty"))]
           for row in found["memory"]])
    table("Start", ["subject", "ms from exec to the first reply (hello: line)"], [[NAMES[row["subject"]], shown(row["ms"], 1)] for row in found["start"]])
    table("SET of 10,000 bindings by 100 registrants at once", ["subject", "round", "acknowledged per second"],
          [[NAMES[row["subject"]], row["when"], shown(row["per_second"], 0)] for row in found["registrations"]])
    table("DUMP v4 over TCP", ["subject", "bindings", "ms", "CPU ms", "UDP p99 ms quiet", "UDP p99 ms meanwhile"],
          [[NAMES[row["subject"]], "{:,}".format(row["bindings"]), shown(row["dump_ms"], 1), shown(row["dump_cpu_ms"], 1),
            shown(row["quiet_p99_ms"], 3), shown(row["meanwhile_p99_ms"], 3)] for row in found["dump"]])
    for row in found["heap"]:
        print("\n%s, one DUMP: %d kB of heap, garbage included; the process grew by %d kB; %d kB of heap are kept while a client does not read."
              % (NAMES[row["subject"]], row["allocated"], row["grown"], row["held"]))
    table("Ratios", ["what", "portmapper to", "is"], ratios(found))


def ratios(found):
    rows = {(row["transport"], row["kind"], row["bindings"], row["walked"], row["subject"]): row["server"]["median"]
            for row in found["lookups"] + found["scale"]}
    told, flat = [], []
    for (transport, kind, bindings, walked, subject), cpu in rows.items():
        if subject != "portmapper":
            continue
        one = " of one" if walked < bindings else ""
        asked = "CPU, %s, %s%s, %s bindings" % (TRANSPORTS[transport], KINDS[kind], one, "{:,}".format(bindings))
        for other in ("rpcbind", "echo", "where"):
            theirs = rows.get((transport, kind, bindings, walked, other))
            if theirs:
                told.append([asked, NAMES[other], "%.3f" % (cpu / theirs)])
        few = found_few(found, transport, kind)
        if bindings > 10 and transport == "udp" and few:
            flat.append([asked, "itself at 10", "%.3f" % (cpu / few)])
    starts = {row["subject"]: row["ms"]["median"] for row in found["start"]}
    begun = [["start, " + NAMES[ours], NAMES["hello"], "%.2f" % (starts[ours] / starts["hello"])] for ours in ("portmapper", "image") if ours in starts]
    return told + flat + begun


def found_few(found, transport, kind):
    """At ten bindings, in the rounds of the section "scale"."""
    for row in found["scale"]:
        if (row["transport"], row["kind"], row["bindings"], row["walked"], row["subject"]) == (transport, kind, 10, 10, "portmapper"):
            return row["server"]["median"]
    return None


def main(lines_file, folder):
    with open(lines_file, encoding="utf-8") as lines:
        found = collect([json.loads(line) for line in lines])
    with open(os.path.join(folder, "benchmark.json"), "w", encoding="utf-8") as out:
        json.dump(found, out, indent=1)
    if found["lookups"]:
        with open(os.path.join(folder, "benchmark.svg"), "w", encoding="utf-8") as out:
            out.write(chart.drawn(found, NAMES))
    print_tables(found)
    wrong = [row for row in found["lookups"] + found["scale"] + found["dump"] if row["wrong"]]
    for row in wrong:
        print("%d wrong replies of %s: %s %s" % (row["wrong"], row["subject"], row.get("transport", ""), row.get("kind", "dump")), file=sys.stderr)
    if wrong:
        sys.exit(1)


main(*sys.argv[1:])
