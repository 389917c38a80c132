"""Times CPython on one file: parsing it alone and, where PyTorch is installed, making the network and running it.

Arguments: the file, its import root ('' for none), the entry. Prints JSON, in milliseconds; null where PyTorch is missing.
"""
import ast
import importlib
import importlib.util
import json
import statistics
import sys
import time

path, root, entry = sys.argv[1:4]
with open(path, encoding='utf-8') as file:
    text = file.read()


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def run():
    import torch

    if root:
        sys.path.insert(0, root)
        module = importlib.import_module(path[len(root) :].removesuffix('.py').strip('/').replace('/', '.'))
        names = vars(module)
    else:
        names = {}
        exec(compile(text, path, 'exec'), names)
    with torch.no_grad():
        eval(entry, names)(torch.zeros(2, 3, 224, 224))


has_torch = importlib.util.find_spec('torch') is not None
parse = statistics.median(timed(lambda: ast.parse(text)) for _ in range(5))
print(json.dumps({'parse': parse, 'run': timed(run) if has_torch else None}))
