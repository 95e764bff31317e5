"""What SQLAlchemy's own objects stand for while linking: queries, expressions, rows, relationships."""
