"""Files beside the stacks: images, pipelines, instructions; each is found by its presence.

A module gives its files by ``files(system, templates)``.
"""
