"""Functions that only some databases have, and the feature that they belong to."""

FUNCTIONS_OF_DATABASES = {
    **dict.fromkeys(("pg_advisory_lock", "pg_advisory_xact_lock", "pg_advisory_unlock"), "advisory lock"),
    **dict.fromkeys(("pg_try_advisory_lock", "pg_try_advisory_xact_lock", "get_lock", "release_lock"), "advisory lock"),
    **dict.fromkeys(("pg_notify",), "LISTEN"),
    **dict.fromkeys(("to_tsvector", "to_tsquery", "plainto_tsquery", "websearch_to_tsquery"), "full-text search"),
    **dict.fromkeys(("jsonb_set", "jsonb_array_elements", "jsonb_build_object", "jsonb_agg"), "JSONB"),
    **dict.fromkeys(("array_agg", "unnest"), "ARRAY"),
}
"""Their names in small letters."""
