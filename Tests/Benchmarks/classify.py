#!/usr/bin/env python3
"""Times the classifier on texts of two kilobytes against scikit-learn on the same texts.

    Tests/Benchmarks/classify.py [--rounds 15] [--program PATH]

The texts are the held-out mails of each language, joined until they hold two kilobytes. The product cuts each text into
requests and gives each a label, calibrated probabilities and the words that decided. The peer, scikit-learn's logistic
regression over words, pairs and letter runs of 2 to 5, is trained on the same seeds and gives one label a text: less
work. It comes from PyPI into a folder of this benchmark's own; without it the product is timed alone. Times are CPU
time of one thread, as other work on the machine only adds: the least and the middle round.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / ".build" / "bench" / "classify"
LANGUAGES = ["en", "ru", "zh", "de", "fr", "es"]
SIZE = 2048
# The marks, in seconds.
CLASSIFY, LOAD = 0.0003, 0.005

PEER = """
import json, pathlib, pickle, sys, time
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline, make_union
seeds, texts, rounds = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text()), int(sys.argv[3])
lines, labels = [], []
for file in sorted(seeds.glob("*/*.txt")):
    for line in file.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            lines.append(line)
            labels.append(file.stem)
model = make_pipeline(
    make_union(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
               TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)),
    SGDClassifier(loss="log_loss", alpha=1e-5, random_state=1)).fit(lines, labels)
kept = pickle.dumps(model)
times, loads = [], []
for _ in range(rounds):
    start = time.process_time()
    for text in texts:
        model.predict_proba([text])
    times.append((time.process_time() - start) / len(texts))
    start = time.process_time()
    pickle.loads(kept)
    loads.append(time.process_time() - start)
times.sort(), loads.sort()
print(json.dumps({"classifySeconds": [times[0], times[rounds // 2]], "loadSeconds": [loads[0], loads[rounds // 2]]}))
"""


def texts():
    """Two kilobytes of mails a language."""
    made = []
    for language in LANGUAGES:
        text = b""
        for line in (ROOT / "Tests/ClassifierTests/HeldOut" / (language + ".jsonl")).read_text().splitlines():
            text += json.loads(line)["body"].encode() + b"\n\n"
            if len(text) > SIZE:
                break
        made.append(text[:SIZE].decode(errors="ignore"))
    return made


def python():
    """A Python with scikit-learn, or None with the reason said."""
    own = PLACE / "venv" / "bin" / "python"
    if subprocess.run([own, "-c", "import sklearn"], capture_output=True).returncode == 0 if own.exists() else False:
        return own
    for command in ([sys.executable, "-m", "venv", PLACE / "venv"],
                    [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "scikit-learn==1.7.2"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            print("no peer: %s" % (done.stderr.strip().splitlines() or ["it cannot be installed"])[-1])
            return None
    return own


def row(name, figures):
    print("%-22s classify %.3f ms (middle %.3f)   load %.2f ms (middle %.2f)" % (
        (name,) + tuple(1000 * value for value in figures["classifySeconds"] + figures["loadSeconds"])))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--program", help="the Benchmarks program", default=ROOT / ".build/release/Benchmarks")
    options = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    made = texts()
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "texts"
        file.write_bytes(b"".join(text.encode() + b"\0" for text in made))
        command = [options.program, "classify", file, "--rounds", str(options.rounds)]
        own = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print("%d texts of 2 KB, %d requests in them" % (own["texts"], own["requests"]))
        row("Gatepost, evidence too", own)
        peer = python()
        if peer:
            file.write_text(json.dumps(made))
            single = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
            command = [peer, "-c", PEER, ROOT / "Sources/Classifier/Seeds", file, str(options.rounds)]
            other = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=single).stdout)
            row("scikit-learn", other)
            print("ratio: classify %.1f, load %.1f" % tuple(
                other[name][0] / own[name][0] for name in ("classifySeconds", "loadSeconds")))
        holds = own["classifySeconds"][0] < CLASSIFY and own["loadSeconds"][0] < LOAD
        if not holds:
            print("SLOW: the marks are 0.3 ms and 5 ms")
        return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
