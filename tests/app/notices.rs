//! Letters about hours, each once.
