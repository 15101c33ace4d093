"""The demo company: Northwind's rows, and what they lack, as the exports of six business systems.

`write_demo(folder)` writes `<folder>/<system>/…` with the mapping of each system beside its files. Northwind's rows
stay as they are; everything else is made up by seeded chance, says so (`generated: true`), and agrees with them.
`docs/demo.md` tells what there is to see.
"""

from app.demo.writer import SYSTEMS, DemoFiles, is_current, write_demo

__all__ = ["SYSTEMS", "DemoFiles", "is_current", "write_demo"]
