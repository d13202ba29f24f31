"""Forms: what people type, made into what the actions take."""
