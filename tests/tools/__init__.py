"""The judges of the pages, from npm packages: axe, v.Nu and Lighthouse. Tests and benchmarks alone have them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(__file__).resolve().parent
PACKAGES = PLACE / "node_modules"
AXE = PACKAGES / "axe-core/axe.min.js"
AXE_FRENCH = PACKAGES / "axe-core/locales/fr.json"
VNU = PACKAGES / "vnu-jar/build/dist/vnu.jar"
LIGHTHOUSE = PACKAGES / "lighthouse/cli/index.js"
MISSING = "{} n’est pas installé : lancez « python -m tests.tools »."
