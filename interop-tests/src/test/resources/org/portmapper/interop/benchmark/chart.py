"""The chart of the README: horizontal bars, readable on a light and on a dark page, without scripts."""

from html import escape

WIDTH, LABELS, BAR, GAP = 720, 190, 16, 7
STYLE = """text { font: 13px system-ui, sans-serif; fill: #24292f } .note { font-size: 11px; fill: #57606a } .bar { fill: #8c959f } .ours { fill: #0969da }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .note { fill: #9198a1 } .bar { fill: #6e7681 } .ours { fill: #4493f8 } }"""


def bars(top, title, figures):
    """figures: (name, value, whether it is ours). Returns the elements, and where they end."""
    parts = ['<text x="0" y="%d" font-weight="600">%s</text>' % (top + 14, title)]
    top += 26
    most = max(value for _, value, _ in figures)
    for name, value, ours in sorted(figures, key=lambda figure: figure[1]):
        width = max(1.0, (WIDTH - LABELS - 70) * value / most)
        parts.append('<text x="%d" y="%d" text-anchor="end">%s</text>' % (LABELS - 8, top + 13, name))
        parts.append('<rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>' % ("ours" if ours else "bar", LABELS, top, width, BAR))
        parts.append('<text x="%.1f" y="%d">%s</text>' % (LABELS + width + 6, top + 13, ("%.1f" if value < 100 else "%.0f") % value))
        top += BAR + GAP
    return parts, top + 16


def processor_time(found, names, section, kind, bindings):
    return [(names[row["subject"]], row["server"]["median"], row["subject"] == "portmapper") for row in found[section]
            if (row["transport"], row["kind"], row["bindings"], row["walked"]) == ("udp", kind, bindings, bindings)]


def drawn(found, names):
    groups = [("CPU per GETPORT over UDP, 10 bindings (&#181;s)", processor_time(found, names, "lookups", "getport", 10)),
              ("CPU per GETADDR over UDP, 10 bindings (&#181;s)", processor_time(found, names, "lookups", "getaddr", 10))]
    most = max((row["bindings"] for row in found["scale"]), default=10)
    groups.append(("CPU per GETPORT over UDP, {:,} bindings (&#181;s)".format(most), processor_time(found, names, "scale", "getport", most)))
    parts, top = [], 4
    for title, figures in groups:
        if figures:
            added, top = bars(top, title, figures)
            parts += added
    machine = found["machine"]
    parts.append('<text class="note" x="0" y="%d">Less is better. %s, Linux %s, %s. Made by interop-tests/benchmark.</text>'
                 % (top + 8, escape(machine["processor"]), machine["kernel"].split("-")[0], machine["when"][:10]))
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" '
            'aria-label="Processor time per look-up, by portmapper">\n<style>%s</style>\n%s\n</svg>\n' % (WIDTH, top + 18, STYLE, "\n".join(parts)))
