"""The command line, the configuration, and the pipeline that conducts the stages."""
