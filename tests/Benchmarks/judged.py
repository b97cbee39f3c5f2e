"""Prints measures of a file (a name and a value in each line, or # and a remark) beside their goals; fails if one misses its goal or was not measured.

    judged.py FILE PREFIX GOAL...

A goal is `name<=value` or `name>=value`; a name may hold `*`.
"""
import fnmatch
import re
import sys

path, prefix, *texts = sys.argv[1:]
goals = [re.fullmatch(r"([\w*]+)([<>]=)([\d.]+)", text).groups() for text in texts]
met = dict.fromkeys(goals)
with open(path, encoding="utf-8") as lines:
    for line in lines:
        if line.startswith("#"):
            continue
        name, value = line.split()
        goal = next((g for g in goals if fnmatch.fnmatch(name, g[0])), None)
        print(f"{prefix}_{name} {float(value):g}" + (f" {goal[1]} {goal[2]}" if goal else ""))
        if goal:
            held = float(value) <= float(goal[2]) if goal[1] == "<=" else float(value) >= float(goal[2])
            met[goal] = held and met[goal] is not False
print(f"raw runs: {path}")
sys.exit(0 if all(met.values()) else 1)
