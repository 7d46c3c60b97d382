"""Prints this engine's figures beside every published tool's, set by set and metric by metric.

usage: beside_published.py RESULTS.tsv SHARED     (needs numpy; SHARED holds tools/score_cq.py and data/curves/anchors.tsv)
"""
import contextlib, csv, io, json, math, sys

results, shared = sys.argv[1], sys.argv[2]
sys.path.insert(0, shared + "/tools")
import score_cq

METRICS = [("rmse_log10", "rmse", "rmse of log10 quantity, leave one level out"), ("bias_log10", "bias", "bias of log10 quantity"),
           ("rep_sd_cq", "rep_sd", "SD of replicates, cycles"), ("fail", "fail", "share of curves without a Cq")]


def ours():
    sys.argv = ["score_cq.py", results, "--json"]
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        score_cq.main()
    return json.loads(text.getvalue())["sets"]


def show(value):
    return "      –" if value is None or not math.isfinite(value) else f"{value:7.3f}"


def main():
    mine, anchors = ours(), {}
    with open(shared + "/data/curves/anchors.tsv", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            anchors[row["kind"], row["method"], row["dataset"]] = row
    sets = sorted({s for _, _, s in anchors} & set(mine))
    short = [s[:7] for s in sets]
    for kind, title in (("cq", "Cq"), ("n0", "starting quantity N0, without a standard curve")):
        methods = sorted({m for k, m, _ in anchors if k == kind})
        for column, key, meaning in METRICS if kind == "cq" else METRICS[:1]:
            print(f"\n== {title}: {meaning}")
            print(f"{'':20}" + " ".join(f"{s:>7}" for s in short))
            print(f"{'this engine':20}" + " ".join(show(mine[s].get(kind, {}).get(key)) for s in sets))
            for m in methods:
                row = [score_cq.num(anchors.get((kind, m, s), {}).get(column)) for s in sets]
                print(f"{m[:20]:20}" + " ".join(show(v) for v in row))


main()
