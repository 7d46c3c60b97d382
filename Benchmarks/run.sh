#!/bin/sh
# Accuracy and speed of the Cq engine beside the published tools, in one command: Benchmarks/run.sh [SHARED]
# SHARED holds data/ and tools/score_cq.py (default: ../shared beside the checkout). The tools are installed into a throw-away environment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shared=$(cd "${1:-$here/../../shared}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
timed="batsch4 rutledge lc96"

swift build -c release --package-path "$here" --product benchmark
"$(swift build -c release --package-path "$here" --show-bin-path)/benchmark" "$shared/data" "$work"

echo
echo "== Published tools on the same curves, same machine, CPU time"
python3 -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet --disable-pip-version-check 'rdmlpython==1.7.2' 'numpy<2' qpycr
PYTHONWARNINGS=ignore "$work/tools/bin/python" "$here/published_tools.py" "$shared/data" "$work" $timed

echo
echo "== Accuracy of this engine; \"best\" is the best published tool of each set in hindsight (anchors.tsv)"
"$work/tools/bin/python" "$shared/tools/score_cq.py" "$work/RESULTS.tsv"
for tool in rdmlpython qpycr; do
    echo
    echo "== $tool, on $timed"
    "$work/tools/bin/python" "$shared/tools/score_cq.py" "$work/$tool/RESULTS.tsv" | grep -v '^calls' | head -n 4
done
