#!/usr/bin/env python3
"""Measures the trainer on labelled public issues against scikit-learn on the same issues.

    Tests/Benchmarks/issues.py FILE [--program PATH]

FILE holds JSON lines, packed or not, with repo, label (bug, feature, question), title and body: the training part of the
NLBSE'24 tool competition. Both sides cut each project into ten parts and judge each part by a model of the other nine; the
product does so three times over, the peer once, as it takes longer. The peer is the reference of that competition's lexical entries: logistic regression over TF-IDF of words,
pairs and letter runs of 3 to 5, once with a model a project and once with the issues of all projects. It is told nothing
of templates, cues or questions. Without scikit-learn (from PyPI, in a folder of the benchmarks' own) the product is
measured alone; without FILE nothing is.
"""

import argparse
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
from classify import ROOT, python

PEER = """
import gzip, json, sys
import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier
KINDS = ["bug", "feature", "question"]
opened = gzip.open(sys.argv[1], "rt") if sys.argv[1].endswith(".gz") else open(sys.argv[1])
issues = [json.loads(line) for line in opened]
project = np.array([issue["repo"] for issue in issues])
kind = np.array([KINDS.index(issue["label"]) for issue in issues])
texts = [issue["title"] + "\\n" + issue["title"] + "\\n" + issue["body"] for issue in issues]
plain = dict(norm=None, alternate_sign=False, n_features=1 << 18)
counts = [HashingVectorizer(ngram_range=(1, 2), **plain).transform(texts),
          HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), **plain).transform(texts)]

def scores(learned, asked):
    learn, ask = [], []
    for block in counts:
        weigh = TfidfTransformer(sublinear_tf=True).fit(block[learned])
        learn.append(weigh.transform(block[learned]))
        ask.append(weigh.transform(block[asked]))
    model = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"))
    judged = model.fit(hstack(learn).tocsr(), kind[learned]).predict_proba(hstack(ask).tocsr())
    return np.log(np.maximum(judged, 1e-12))

def figures(judged):
    names = list(dict.fromkeys(project))
    pair = kind < 2
    lead = judged[:, 0] - judged[:, 1]
    def of(places):
        both = places & pair
        return [f1_score(kind[places], judged[places].argmax(1), average="macro"),
                f1_score(kind[both], judged[both, :2].argmax(1), average="macro"),
                roc_auc_score(kind[both] == 0, lead[both])]
    return np.array([np.mean([of(project == name) for name in names], axis=0), of(project == project)])

own, shared = np.zeros((len(kind), 3)), np.zeros((len(kind), 3))
folds = StratifiedKFold(10, shuffle=True, random_state=1).split(texts, [f"{a} {b}" for a, b in zip(project, kind)])
for learned, asked in folds:
    shared[asked] = scores(learned, asked)
    for name in set(project):
        here = asked[project[asked] == name]
        own[here] = scores(learned[project[learned] == name], here)
print(json.dumps({"projects": figures(own).tolist(), "all": figures(shared).tolist()}))
"""


def documents(text):
    """The JSON values that stand one after the other."""
    decoder, place = json.JSONDecoder(), 0
    while text[place:].strip():
        place += len(text[place:]) - len(text[place:].lstrip())
        value, place = decoder.raw_decode(text, place)
        yield value


def row(name, mean, pooled):
    print("%-38s macro F1 %.3f   bug against feature F1 %.3f   AUC %.3f, all as one set %.3f" % (
        (name,) + tuple(mean) + (pooled[2],)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--program", help="the gatepost program", default=ROOT / ".build/release/gatepost")
    options = parser.parse_args()
    if not options.file.exists():
        print("%s is not here: nothing was measured" % options.file)
        return 0
    done = subprocess.run([options.program, "evaluate", "--issues", options.file, "--json"], check=True,
                          stdout=subprocess.PIPE, text=True)
    names = ["macroF1", "bugAgainstFeatureF1", "bugAgainstFeatureAUC"]
    own = {value["project"]: [value[name] for name in names] for value in documents(done.stdout)}
    row("Gatepost", own["mean"], own["pooled"])
    peer = python()
    if not peer:
        return 0
    told = subprocess.run([peer, "-c", PEER, options.file], check=True, stdout=subprocess.PIPE, text=True).stdout
    for name, (mean, pooled) in json.loads(told).items():
        row("scikit-learn, " + ("a model a project" if name == "projects" else "one model of all"), mean, pooled)
        print("  what it gets wrong to what Gatepost does: macro F1 %.2f, bug against feature F1 %.2f, AUC %.2f" % tuple(
            (1 - theirs) / (1 - ours) for ours, theirs in zip(own["mean"], mean)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
