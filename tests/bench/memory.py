"""How much more memory a process takes to write a workbook: ``python -m tests.bench.memory 10000``."""

import gc
import re
import sys
from pathlib import Path

import django

django.setup()

from plans.papers.xlsx import write_xlsx  # noqa: E402

from .large import large_document  # noqa: E402

_RESET_PEAK = "5"  # proc(5), /proc/pid/clear_refs


def growth(ratings: int) -> float:
    """MiB by which the peak of the process's memory is over what it was with the paper at hand."""
    write_xlsx(large_document(28))  # what is imported and kept for good is no growth
    document = large_document(ratings)
    gc.collect()
    Path("/proc/self/clear_refs").write_text(_RESET_PEAK)
    before = _peak()
    write_xlsx(document)
    return (_peak() - before) / 1024


def _peak() -> int:
    """KiB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return int(found[1])


if __name__ == "__main__":
    print(growth(int(sys.argv[1])))
