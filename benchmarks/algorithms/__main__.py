"""Print how fast the algorithms are beside their peers: `python -m benchmarks.algorithms [--small]`.

igraph and networkit take part where they can be imported; they are no dependency of Guanxi.
"""

import argparse

from benchmarks.algorithms import influence, risk
from benchmarks.algorithms.timing import show


def main() -> None:
    """Run all comparisons; `--small` is a tenth of the size, to see that everything runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the size")
    scale = 10 if parser.parse_args().small else 1
    nodes, edges = 100_000 // scale, 1_000_000 // scale
    rows = list(influence.rows(nodes, edges))
    rows += risk.rows(nodes, edges, 20_000 // scale, 200_000 // scale)
    show(rows)
    print(f"bytes an edge held as CSR: {4 + 8}; with the transpose {2 * (4 + 8)}")


if __name__ == "__main__":
    main()
