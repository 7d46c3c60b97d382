#!/usr/bin/env python3
"""Calls against human raters, each set judged with limits that never saw it: leave_one_set_out.py PROGRAM [SHARED] [--without SET] [--list]

PROGRAM is cqwatch; SHARED (default ../../shared beside this script) holds data/labels/LABELS.tsv and the curves of its sets in data/labels and data/curves.
`PROGRAM cq --measures` says for each curve what its call is decided by. The decision (Sources/Quantification/Engine/AmplificationDecision.swift, UsualRise.swift) is
done again here with other limits; with the limits in force it must give the program's own calls, curve by curve, or nothing is printed.

Chosen anew are the limits of AmplificationLimits that raters can tell: all combinations of GRID are tried on all sets but one, and the set left out is judged with the
median of each limit over the combinations that err least ("best"), and over those within one standard error of them ("near": at most sqrt(e) errors more than the
least e; Breiman et al., Classification and Regression Trees, 1984, 3.4.3). A limit that no other set tells gets the middle of its grid. Not chosen: the range over the noise (it alone refuses no curve of these sets), the fastest
rise of a curve without plateau (doubling), and the share of other wells' light, which is of the instrument's plates (score_calls.py). Needs numpy."""
import argparse, csv, itertools, math, os, subprocess, sys
from collections import defaultdict
import numpy as np

LIMITS = ["line_ratio", "parabola_ratio", "fastest_rise", "slowest_rise", "slowest_without_baseline", "baseline", "growth"]
IN_FORCE = dict(line_ratio=6.0, parabola_ratio=3.0, fastest_rise=4.0, slowest_rise=22.5, slowest_without_baseline=15.0, baseline=8.0, growth=1.2)
GRID = dict(
    line_ratio=[3, 6, 12, 24], parabola_ratio=[1.5, 2, 3, 4, 6], fastest_rise=[3.2, 4, 5], slowest_rise=[17.5, 20, 22.5, 25, 30],
    slowest_without_baseline=[12.5, 15, 17.5, 20], baseline=[6, 8, 10], growth=[1.1, 1.15, 1.2, 1.25, 1.3, 1.4])
RANGE_OVER_NOISE, DOUBLING, LATE_GROWTH, BEYOND, ECHO = 10.0, 3.2, 1.1, 5.0, 1 / 15
CREEPS = "htPCR2"  # has a goal of its own, and is pooled apart


def rows(path):
    with open(path, newline="") as f:
        return list(csv.DictReader(f, delimiter="\t"))


class Set:
    """One labelled set: what its curves are decided by, and what the raters said."""

    def __init__(self, program, name, labels, shared):
        base = next((b for b in (f"{shared}/data/labels/{name}", f"{shared}/data/curves/{name}") if os.path.exists(b + ".curves.tsv")), None)
        self.name, self.curves = name, []
        if not base:
            return
        meta = base + ".meta.tsv"
        answer = subprocess.run([program, "cq", "--measures", base + ".curves.tsv"] + (["--targets", meta] if os.path.exists(meta) else []), capture_output=True, text=True, timeout=600)
        if answer.returncode:
            sys.exit(f"{name}: exit {answer.returncode}: {answer.stderr.strip()[:300]}")
        self.curves = list(csv.DictReader(answer.stdout.splitlines(), delimiter="\t"))
        target = {r["curve"]: r["target"] for r in rows(meta)} if os.path.exists(meta) else {}
        number = lambda key: np.array([float(c[key]) if c[key] else math.nan for c in self.curves])
        self.m = {k: number(k) for k in ("line_ratio", "parabola_ratio", "range_over_noise", "rise_cycles", "begun_cycle", "start_cycle", "steepest_cycle", "plateau_cycle", "last_cycle", "growth", "rise")}
        self.fitted = np.isfinite(self.m["line_ratio"])
        self.plateau = self.m["steepest_cycle"] <= self.m["last_cycle"] - 2
        groups = defaultdict(list)
        for i, c in enumerate(self.curves):
            groups[target.get(c["curve"], "")].append(i)
        self.targets = [np.array(g) for g in groups.values()]
        place = {c["curve"]: i for i, c in enumerate(self.curves)}
        judged = [(place[r["match"] or r["curve"]], r["label"] == "y") for r in labels if r["label"] in ("y", "n") and (r["match"] or r["curve"]) in place]
        self.judged, self.truth = np.array([i for i, _ in judged], int), np.array([y for _, y in judged], bool)

    def positive(self, limits):
        m, grown = self.m, np.where(self.plateau, limits["growth"], min(LATE_GROWTH, limits["growth"]))
        with np.errstate(invalid="ignore"):
            drifts = (m["line_ratio"] < limits["line_ratio"]) | (m["parabola_ratio"] < limits["parabola_ratio"]) | (m["range_over_noise"] < RANGE_OVER_NOISE)
            slow = (m["rise_cycles"] > limits["slowest_rise"]) & (m["plateau_cycle"] <= m["last_cycle"] + BEYOND)
            slow |= (m["rise_cycles"] > limits["slowest_without_baseline"]) & (m["begun_cycle"] < limits["baseline"])
            amplified = self.fitted & ~drifts & (m["rise_cycles"] >= np.where(self.plateau, limits["fastest_rise"], DOUBLING)) & (m["start_cycle"] > 0.5) & ~slow & (m["growth"] >= grown)
        for t in self.targets:
            rises = m["rise"][t][amplified[t] & self.plateau[t]]
            if not len(rises):
                continue
            above = rises[rises * ECHO > np.median(rises)]
            usual = np.median(above if len(above) >= 2 else rises)
            if usual > 0:
                amplified[t] &= m["rise"][t] >= ECHO * usual
        return amplified

    def counts(self, limits):
        p, y = self.positive(limits)[self.judged], self.truth
        return np.array([np.sum(p & y), np.sum(~p & y), np.sum(p & ~y), np.sum(~p & ~y)])


def mcc(c):
    tp, fn, fp, tn = (float(x) for x in c)
    d = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return (tp * tn - fp * fn) / d if d else math.nan


def chosen(values, counts, near):
    """The median of each limit over the combinations that err least, and how many these are."""
    errors = counts[:, 1] + counts[:, 2]
    best = errors <= errors.min() + (math.sqrt(errors.min()) if near else 0)
    return dict(zip(LIMITS, np.median(values[best], axis=0))), int(best.sum()), int(errors.min())


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("program")
    p.add_argument("shared", nargs="?", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../shared"))
    p.add_argument("--without", action="append", default=[], metavar="SET", help="neither judge nor learn from this set")
    p.add_argument("--list", action="store_true", help="the limits that each choice gives")
    a = p.parse_args()
    by = defaultdict(list)
    for r in rows(f"{a.shared}/data/labels/LABELS.tsv"):
        by[r["dataset"]].append(r)
    sets = [s for s in (Set(a.program, name, labels, a.shared) for name, labels in by.items()) if s.curves and len(s.judged) and s.name not in a.without]
    for s in sets:
        own = np.array([c["call"] == "positive" for c in s.curves])
        other = [s.curves[i]["curve"] for i in np.nonzero(own != s.positive(IN_FORCE))[0]]
        if other:
            sys.exit(f"{s.name}: with the limits in force this script calls {len(other)} curves otherwise than the program: {', '.join(other[:5])}. Bring IN_FORCE and the decision up to date.")
    grid = [dict(zip(LIMITS, v)) for v in itertools.product(*(GRID[k] for k in LIMITS))]
    values = np.array([[g[k] for k in LIMITS] for g in grid])
    table = {s.name: np.array([s.counts(g) for g in grid]) for s in sets}
    print(f"{len(sets)} sets, {sum(len(s.judged) for s in sets)} curves, {len(grid)} combinations; the decision agrees with the program on every curve")
    print(f"{'set':<14}{'y':>5}{'n':>5}   " + "".join(f"{title:<28}" for title in ("in force: lost, wrong, MCC", "left out, best", "left out, near")))
    pooled = np.zeros((3, 4), int)
    cell = lambda c: f"{f'{c[1]:>3} {c[2]:>3}  {mcc(c):.3f}':<28}"
    for s in sets:
        others = sum(table[t.name] for t in sets if t is not s)
        picks = [chosen(values, others, near) for near in (False, True)]
        found = [s.counts(IN_FORCE)] + [s.counts(limits) for limits, _, _ in picks]
        if s.name != CREEPS:
            pooled += np.array(found)
        print(f"{s.name:<14}{s.truth.sum():>5}{(~s.truth).sum():>5}   " + "".join(map(cell, found)).rstrip())
        for limits, count, errors in picks if a.list else []:
            print(f"    {count} combinations, {errors} errors at the least on the others: " + ", ".join(f"{k} {v:g}" for k, v in limits.items()))
    print(f"{'pooled':<24}   " + "".join(map(cell, pooled)).rstrip() + f"   (without {CREEPS})")


if __name__ == "__main__":
    main()
