"""``python -m decompose.analyzer``."""

from decompose.analyzer.cli import main

if __name__ == "__main__":
    main()
