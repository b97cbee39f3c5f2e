#!/usr/bin/env python3
"""Prints what failed in a test report of xunit's XML: failures.py REPORT. The log beside the report has everything else."""
import sys
import xml.etree.ElementTree as ElementTree


def show(name, node, output=""):
    print(f"    {name}")
    message = (node.findtext("message") or "").strip().splitlines()
    if len(message) > 40:
        message[10:-30] = ["..."]
    trace = [line.strip() for line in (node.findtext("stack-trace") or "").strip().splitlines()]
    for line in [*message, *[line for line in trace if " in " in line][:6], *output.strip().splitlines()[-15:]]:
        print(f"        {line[:500]}")


for assembly in ElementTree.parse(sys.argv[1]).getroot().iter("assembly"):
    for test in assembly.iter("test"):
        if test.get("result") == "Fail":
            show(f"{test.get('name')} ({test.get('time')} s)", test.find("failure"), test.findtext("output") or "")
    for error in assembly.iter("error"):
        show(f"{error.get('type')} {error.get('name')}", error.find("failure"))
