"""The parts of the page: each has ``TITLE`` and ``lines(analysed, links)``, which is empty where nothing is to say."""
