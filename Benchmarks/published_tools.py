"""Runs rdmlpython's LinRegPCR and qpycr on curve sets: their Cq for score_cq.py, and their CPU time a curve.

usage: published_tools.py DATA OUT SET...     (in an environment with rdmlpython 1.7.2, numpy < 2 and qpycr; Benchmarks/engine makes it)
"""
import contextlib, csv, io, os, sys, time, zipfile
from xml.sax.saxutils import escape

import qpycr, rdmlpython


def read(folder, name):
    with open(f"{folder}/{name}.curves.tsv") as f:
        lines = [line.rstrip("\n").split("\t") for line in f]
    with open(f"{folder}/{name}.meta.tsv", newline="") as f:
        target = {r["curve"]: r["target"] for r in csv.DictReader(f, delimiter="\t")}
    names = lines[0][1:]
    return names, [target.get(n, "") for n in names], [[line[i + 1] for line in lines[1:]] for i in range(len(names))]


def linregpcr(names, targets, curves, folder):
    """LinRegPCR reads RDML only: one react a curve."""
    unique = sorted(set(targets))
    xml = ['<?xml version="1.0" encoding="UTF-8"?><rdml version="1.2" xmlns="http://www.rdml.org"><dye id="dye"/>',
           '<sample id="s"><type>unkn</type></sample>']
    xml += [f'<target id="t{i}"><type>toi</type><dyeId id="dye"/></target>' for i, _ in enumerate(unique)]
    xml += ['<experiment id="e"><run id="r"><pcrFormat><rows>1</rows><columns>2000</columns>',
            '<rowLabel>ABC</rowLabel><columnLabel>123</columnLabel></pcrFormat>']
    for i, (target, values) in enumerate(zip(targets, curves)):
        points = "".join(f"<adp><cyc>{c + 1}</cyc><fluor>{escape(v)}</fluor></adp>" for c, v in enumerate(values) if v not in ("", "NA"))
        xml.append(f'<react id="{i + 1}"><sample id="s"/><data><tar id="t{unique.index(target)}"/>{points}</data></react>')
    xml.append("</run></experiment></rdml>")
    path = os.path.join(folder, "set.rdml")
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("rdml_data.xml", "".join(xml))
    run = rdmlpython.Rdml(path).experiments()[0].runs()[0]
    start = time.process_time()
    got = run.linRegPCR(saveResultsList=True)["resultsList"]
    used = time.process_time() - start
    head = {n: i for i, n in enumerate(got[0])}
    cq, n0 = head["Cq (mean eff) - no plateau - stat efficiency"], head["N0 (mean eff) - no plateau - stat efficiency"]
    out = {}
    for row in got[1:]:
        value = float(row[cq])
        out[names[int(row[0]) - 1]] = (value if value > 0 else "", row[n0], "positive" if str(row[head["amplification"]]) == "True" else "negative")
    return out, used


def qpycr_cq(names, _targets, curves, folder):
    """qpycr reads one table of raw fluorescence; a column with a missing cycle is left out by it."""
    path = os.path.join(folder, "set.csv")
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["Cycle"] + [f"c{i}" for i in range(len(names))])
        for c in range(max(map(len, curves))):
            w.writerow([c + 1] + [v[c] if v[c] != "NA" else "" for v in curves])
    analyzer = qpycr.QPCRAnalyzer(output_dir=folder, verbose=False)
    start = time.process_time()
    analyzer.analyze(path)
    used = time.process_time() - start
    found = {n: analyzer.cq_values.get(f"c{i}", "") for i, n in enumerate(names)}
    return {n: (v, "", "positive" if v != "" else "negative") for n, v in found.items()}, used


def main():
    data, out, sets = sys.argv[1], sys.argv[2], sys.argv[3:]
    for tool, run in (("rdmlpython 1.7.2", linregpcr), ("qpycr", qpycr_cq)):
        folder = os.path.join(out, tool.split()[0])
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "RESULTS.tsv"), "w") as f:
            f.write("dataset\tcurve\tcq\tn0\tcall\n")
            for name in sets:
                names, targets, curves = read(f"{data}/curves", name)
                with contextlib.redirect_stdout(io.StringIO()):
                    results, used = run(names, targets, curves, folder)
                print(f"{tool:18} {name:12} {len(names):5} curves {used / len(names) * 1e6:9.0f} µs/curve", flush=True)
                for n in names:
                    f.write("\t".join([name, n] + [str(v) for v in results.get(n, ("", "", ""))]) + "\n")


main()
